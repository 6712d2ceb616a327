"""Where map tiles come from, as the Content-Security-Policy names it."""

from urllib.parse import urlsplit


def tile_sources(address: str) -> list[str]:
    """The sources of pictures that a tile address needs: none for one of our own, `{s}` stands for any subdomain.

    `https://{s}.tiles.example/{z}/{x}/{y}.png` needs `https://*.tiles.example`. ValueError for anything that is neither
    an http(s) address nor a path.
    """
    if not address or (address.startswith("/") and not address.startswith("//")):
        return []
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or any(sign in parts.netloc for sign in " ;,'\""):
        raise ValueError("QIAOMEN_MAP_TILES is an http(s) address or a path, with {z}, {x} and {y}")
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]
