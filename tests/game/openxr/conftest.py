from tests.openxr_runtime.fixtures import monado, puppet, session

__all__ = ["monado", "puppet", "session"]
