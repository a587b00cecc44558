"""What a browser calls itself, in words: enough for a person to know their own devices again."""

BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
"""In this order, since most browsers also claim to be several others."""


def device_of(user_agent: str) -> str:
    """Such as "Firefox, Windows"; "" where nothing is known."""
    return ", ".join(filter(None, (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))))


def _first(known: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in known.items() if mark in user_agent), "")
