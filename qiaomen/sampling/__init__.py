"""Testing: cohorts and rounds, samples by tube, results and who was told (检测)."""
