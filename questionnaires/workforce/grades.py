"""The grades of every administration, and the groups in which flows between them are counted. Pure.

`tables.yaml` names them as rows; here is which grade belongs to which group.
"""

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[str, ...]] = {"GA": ("G1", "G2", "G3"), "GB": ("G4", "G5"), "GC": ("G6", "G7")}
GRADES = tuple(grade for grades in GROUPS.values() for grade in grades)
GROUP_OF: Mapping[str, str] = {grade: group for group, grades in GROUPS.items() for grade in grades}
