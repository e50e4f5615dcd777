"""One Monado for every test that needs a runtime, wherever it lies: two would each take the other's programs."""

from tests.openxr_runtime.fixtures import monado, puppet, session

__all__ = ["monado", "puppet", "session"]
