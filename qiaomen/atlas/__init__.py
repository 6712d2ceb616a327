"""The epidemic map (防疫地图): a compound's plan, who lives and isolates where, and the poster at its gate."""
