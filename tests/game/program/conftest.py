from tests.openxr_runtime.fixtures import monado, puppet

__all__ = ["monado", "puppet"]
