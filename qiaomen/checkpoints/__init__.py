"""Highway checkpoints: vehicles stopped, their people, who was turned back, and what a shift handed over."""
