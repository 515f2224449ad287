"""The shape of the routing rules in a city's pack: which unit gets a report, and the sentence that says why."""

from hueioc.lib.packs import CityPack, Pack, PackCode, Text, Validity, read_toml


class AssetMatch(Pack, frozen=True, kw_only=True):
    """True when an asset of the layer, valid on the day, lies within the distance and has one of the listed values."""

    layer: PackCode
    within_metres: float = 25.0
    where: dict[PackCode, list[str | bool]] = {}


class Match(Pack, frozen=True, kw_only=True):
    """When a rule applies; every given part must hold. `categories` names leaves or whole groups, empty means any."""

    categories: list[PackCode] = []
    asset: AssetMatch | None = None
    area_kinds: list[PackCode] = []
    areas: list[PackCode] = []


class Target(Pack, frozen=True, kw_only=True):
    """Whom a rule names, in exactly one way: a unit, a role at that place, the asset's owner, the category's role."""

    unit: PackCode | None = None
    role: PackCode | None = None
    asset_owner: bool = False
    category_role: bool = False

    def __post_init__(self) -> None:
        if sum([self.unit is not None, self.role is not None, self.asset_owner, self.category_role]) != 1:
            raise ValueError("a target is exactly one of unit, role, asset_owner or category_role")


class RoutingRule(Validity, frozen=True, kw_only=True):
    """The first rule that applies decides; `reason` may use {category} {area} {asset} {unit} {until}."""

    code: PackCode
    match: Match = Match()
    lead: Target
    supports: list[Target] = []
    reason: Text


class Routing(Pack, frozen=True, kw_only=True):
    """`routing.toml`: ordered rules."""

    rule: list[RoutingRule]


def read_routing(pack: CityPack) -> Routing:
    """The city's routing rules. Raises PackError."""
    return read_toml(pack.folder / "routing.toml", Routing)


class RedactionPattern(Pack, frozen=True, kw_only=True):
    """How one kind of personal data looks; `regex` may name the group `data`, `examples` must be found."""

    code: PackCode
    names: Text
    regex: str
    ignore_case: bool = False
    examples: list[str]
    not_examples: list[str] = []


class Redaction(Pack, frozen=True, kw_only=True):
    """`redaction.toml` in a rules pack: patterns in order, the first that matches a place names it."""

    pattern: list[RedactionPattern]
    repeat_marks: list[str] = []


def read_redaction(pack: CityPack) -> Redaction:
    """The patterns of every rules pack that is on and has some. Raises PackError."""
    files = [folder / "redaction.toml" for folder in pack.folders("rules")]
    found = [read_toml(path, Redaction) for path in files if path.exists()]
    return Redaction(
        pattern=[pattern for file in found for pattern in file.pattern],
        repeat_marks=[mark for file in found for mark in file.repeat_marks],
    )
