"""Pure decisions of rescue: what a call may say, how texts are read, which calls are one, what is first, who goes."""
