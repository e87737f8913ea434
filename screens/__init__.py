"""The terminals of the hall: lobby, desk and board. They show and ask; every rule is the hall's."""

import os

# Read once, when textual is first imported. With the kitty protocol textual 8.2.8 turns five or
# more characters committed by an input method into junk keys (its parser gives up after 32 bytes).
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
