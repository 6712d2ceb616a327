"""An import of the small world that is being looked at: one file, handed in by headquarters, not yet tried."""

from qiaomen.base.sealing import seal
from qiaomen.exchange.files import look
from qiaomen.exchange.models import ImportRun, State, Upload
from qiaomen.testing.world import World, fixed

REGISTER = "详细地址,姓名\n城关街道东门社区翠湖小区1栋1单元101室,韩德福\n".encode()


def handed_in(world: World) -> Upload:
    """The file, made when first asked for."""
    known = Upload.objects.filter(pk=fixed("upload")).first()
    if known is not None:
        return known
    worker = world.workers["headquarters"]
    run = ImportRun(id=fixed("import"), outbreak=world.outbreak, worker=worker, language="en", state=State.READ)
    run.save(force_insert=True)
    upload = Upload(id=fixed("upload"), run=run, size=len(REGISTER))
    upload.name = "东门社区.csv"
    upload.sealed = seal(world.outbreak.keys, REGISTER, row=upload.id)
    upload.save(force_insert=True)
    look(upload, world.outbreak.keys)
    return upload
