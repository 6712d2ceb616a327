"""Start-up: what checkpoints adds to submit."""

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    """Registers kinds, rules and folds."""

    name = "qiaomen.checkpoints"
    label = "checkpoints"

    def ready(self) -> None:
        from qiaomen.checkpoints import fevers, folds, intake
        from qiaomen.ledger import stages

        stages.references["checkpoint_shift"] = intake.shift_references
        stages.checks["vehicle_stop"] = intake.check_stops
        stages.checks["checkpoint_shift"] = intake.check_shifts
        stages.registers.append(intake.keep_plates)
        stages.alarms["vehicle_stop"] = stages.AlarmSource(fevers.raised, fevers.what)
        stages.folds.append(folds.fold)
        stages.rebuilds += [
            stages.Rebuild(
                {"checkpoints_stop": "id"}, folds.refold_stops, folds.drop_stops, over="records",
                kinds=lambda: ("vehicle_stop",),
            ),
            stages.Rebuild(
                {"checkpoints_shift": "id"}, folds.refold_shifts, folds.drop_shifts, over="records",
                kinds=lambda: ("checkpoint_shift",),
            ),
        ]  # fmt: skip
