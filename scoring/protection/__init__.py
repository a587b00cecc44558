"""Statistical disclosure control: which figures of the workforce tables outsiders do not see.

Sources: Willenborg and de Waal, Elements of Statistical Disclosure Control (2001); Hundepool et al., Statistical
Disclosure Control (2012).
"""
