"""Who answers for which place: zones, backing organisations, the chain, teams."""
