"""The ledger: one door for every fact, a verdict for each record, folds that give state."""
