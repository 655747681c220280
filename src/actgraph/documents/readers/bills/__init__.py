"""Bills of materials and descriptions of datasets in JSON: CycloneDX, SPDX 3 and Croissant."""

__all__ = ["reader"]
