"""How people sign in: citizens by a one-time code, staff by password, everybody by passkey or an identity provider."""

import json

from hueioc.config import env

ACCOUNT_ADAPTER = "hueioc.portal.accounts.Doorkeeper"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# A password is possible, never asked of a citizen: the code is enough.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1"]
ACCOUNT_FORMS = {
    "signup": "hueioc.portal.accounts.CitizenSignup",
    "request_login_code": "hueioc.portal.accounts.CodeRequest",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key", "request_login_code": "20/m/ip,3/m/key"}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": json.loads(env.read("HUEIOC_OIDC") or "[]")}}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
