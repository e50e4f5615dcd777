"""Norms of the functional tests: each says where it is from and how sure that is. Drafts for review.

Evidence: V verified at its source, S by secondary sources, G general knowledge (to be checked before anybody relies on
it). Compare first with the other side and the patient's own beginning, then with these; none is a pass or a failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Sex = Literal["woman", "man"]
Ages = tuple[int, int]  # first and last year of age, both included


@dataclass(frozen=True, slots=True)
class Norm:
    """The usual values of one group, `low` to `high` in `unit`; None where only the other end says something.

    `mean`: `low` is the group's mean. Half of the healthy are below it, so it divides nothing.
    """

    low: float | None
    high: float | None
    unit: str
    who: str
    source: str
    evidence: str
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A norm by age and sex. `change`: how much has to change before it means something. `mean`: as in Norm."""

    unit: str
    source: str
    evidence: str
    change: str
    women: Mapping[Ages, tuple[float | None, float | None]]
    men: Mapping[Ages, tuple[float | None, float | None]]
    mean: bool = False

    def of(self, age: float, sex: Sex) -> Norm | None:
        """The row of an age (years) and sex; None where the table has none."""
        for (first, last), (low, high) in (self.women if sex == "woman" else self.men).items():
            if first <= age < last + 1:
                who = f"{'women' if sex == 'woman' else 'men'} {first} to {last}"
                return Norm(low, high, self.unit, who, self.source, self.evidence, self.mean)
        return None


_FIVES: tuple[Ages, ...] = ((60, 64), (65, 69), (70, 74), (75, 79), (80, 84), (85, 89), (90, 94))
_DRAFT = "; draft - needs physiotherapist review"


def _least(*values: float) -> Mapping[Ages, tuple[float | None, float | None]]:
    return MappingProxyType({ages: (value, None) for ages, value in zip(_FIVES, values, strict=True)})


def _between(*values: tuple[float, float]) -> Mapping[Ages, tuple[float | None, float | None]]:
    return MappingProxyType(dict(zip(_FIVES, values, strict=True)))


def _alike(
    rows: Mapping[Ages, tuple[float | None, float | None]],
) -> tuple[Mapping[Ages, tuple[float | None, float | None]], ...]:
    return MappingProxyType(dict(rows)), MappingProxyType(dict(rows))


CHAIR_STAND = Table(
    "stands",
    "CDC STEADI, 30-Second Chair Stand: fewer is below average",
    f"S (two secondary pages){_DRAFT}",
    "about 2 stands (G)",
    women=_least(12, 11, 10, 10, 9, 8, 4),
    men=_least(14, 12, 12, 11, 10, 8, 7),
)
ARM_CURL = Table(
    "curls",
    "Rikli and Jones, Senior Fitness Test: 2.3 kg (women), 3.6 kg (men)",
    f"G{_DRAFT}",
    "not known",
    women=_between((13, 19), (12, 18), (12, 17), (11, 17), (10, 16), (10, 15), (8, 13)),
    men=_between((16, 22), (15, 21), (14, 21), (13, 19), (13, 19), (11, 17), (10, 14)),
)
_w, _m = _alike({(60, 69): (None, 11.4), (70, 79): (None, 12.6), (80, 89): (None, 14.8)})
FIVE_STANDS = Table("s", "Bohannon 2006, upper limit of normal", f"G{_DRAFT}", "2.3 s (G, vestibular patients)", _w, _m)
_w, _m = _alike({(60, 69): (27.0, None), (70, 79): (17.2, None), (80, 99): (8.5, None)})
ONE_LEG = Table("s", "Bohannon, meta-analysis: mean, best of three, eyes open", f"V{_DRAFT}", "not known", _w, _m, True)
_w, _m = _alike(
    {
        (18, 39): (43.3, None), (40, 49): (40.3, None), (50, 59): (37.0, None),
        (60, 69): (26.9, None), (70, 79): (15.0, None), (80, 99): (6.2, None),
    }
)  # fmt: skip
ONE_LEG_MEAN_OF_THREE = Table("s", "Springer: mean of three, eyes open", f"G{_DRAFT}", "not known", _w, _m, True)
REACH = Table(
    "cm",
    "Duncan 1990, mean",
    f"G{_DRAFT}",
    "5 to 9 cm (G)",
    women=MappingProxyType({(41, 69): (35.0, None), (70, 87): (27.0, None)}),
    men=MappingProxyType({(41, 69): (38.0, None), (70, 87): (33.0, None)}),
    mean=True,
)
# Shoulder, active, degrees, means: (AAOS; Boone and Azen 1979, men; Walker 1984, 65 to 85 years), all V
SHOULDER_DEG: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {"flexion": (180, 167, 165), "abduction": (180, 184, 165), "external_rotation": (90, 104, 81)}
)
SHOULDER_SOURCE = "AAOS; Boone and Azen 1979 (men); Walker 1984 (65 to 85 years), in Norkin and White, appendix A.1"
SHOULDER_EVIDENCE = f"V{_DRAFT}"
# Neck, active, degrees, as the AAOS has it (AMA: 50, 60, 45 and 80 and more)
NECK_DEG: Mapping[str, float] = MappingProxyType(
    {"rotation": 60.0, "flexion": 45.0, "extension": 45.0, "side flexion": 45.0}
)
NECK_SOURCE = "AAOS, in Norkin and White"
NECK_EVIDENCE = f"G{_DRAFT}"
# From which value a test points to a risk of falling (s; cm; s): (value, evidence)
FIVE_STANDS_RISK_S = (15.0, f"G Buatois 2008: more than 15 s, recurrent falls; more than 12 s, assess{_DRAFT}")
TANDEM_RISK_S = (10.0, f"V 4-Stage Balance Test: tandem shorter than 10 s{_DRAFT}")
ONE_LEG_RISK_S = (5.0, f"G shorter than 5 s: falls with injury{_DRAFT}")
REACH_RISK_CM = ((15.0, 25.0), f"G Duncan: under 15 cm high, 15 to 25 cm moderate risk{_DRAFT}")
