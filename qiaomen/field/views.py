"""The four documents that a phone asks for by name; all else is static."""

import json

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from qiaomen.access.rights import open_to_all
from qiaomen.field import clock
from qiaomen.field import shell as built

# The import map is the one inline script. The code reader is WebAssembly; photos and drawn codes are blobs.
_POLICY = {
    "script-src": ["'self'", f"'sha256-{built.import_map_hash()}'", "'wasm-unsafe-eval'"],
    "worker-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
}


@require_safe
@open_to_all
@cache_control(no_cache=True)
@csp_update(_POLICY)
@gzip_page
def shell(request: HttpRequest) -> HttpResponse:
    """The page that every screen is drawn on; the same for everybody."""
    zone = str(timezone.get_current_timezone())
    told = {"zone": zone, "clock": clock.told(zone, timezone.now().year)}
    made = {"build": built.build(), "import_map": built.import_map(), "entry": built.entry()}
    context = {**made, "libraries": built.libraries(), **told}
    return HttpResponse(built.template("shell.html").render(context, request))


@require_safe
@open_to_all
@cache_control(no_cache=True)
@gzip_page
def style(request: HttpRequest) -> HttpResponse:
    """How everything looks."""
    return HttpResponse(built.style(), content_type="text/css; charset=utf-8")


@require_safe
@open_to_all
@cache_control(public=True, immutable=True, max_age=31_536_000)
def script(request: HttpRequest, build: str, script: str) -> HttpResponse:
    """The app's own modules, as one file: this build's, or that of the one before, while phones change over."""
    packed = built.served(build, script) if script in built.SCRIPTS else None
    if packed is None:
        raise Http404
    return HttpResponse(packed, content_type="text/javascript; charset=utf-8", headers={"Content-Encoding": "gzip"})


@require_safe
@open_to_all
@cache_control(no_cache=True)
@gzip_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with the list of files of this build: another build is another text, which is how phones notice."""
    lists = {"page": reverse("field:shell"), "standing": built.standing(), "files": [*built.scripts(), *built.files()]}
    said = {name: json.dumps(listed, indent=1) for name, listed in lists.items()}
    context = {"build": built.build(), **said}
    script = built.template("sw.js").render(context, request)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@open_to_all
@cache_control(no_cache=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """What the phone needs in order to install the app."""
    page = reverse("field:shell")
    icons = [
        {"src": static("field/icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("field/icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("field/icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("field/icons/mask-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    return JsonResponse(
        {
            "id": page,
            "name": _("Qiaomen"),
            "short_name": _("Qiaomen"),
            "description": _("Outbreak response at the door"),
            "start_url": page,
            "scope": page,
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#f2f4f8",
            "theme_color": "#102a5c",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
