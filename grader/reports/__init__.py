"""Reports: one renderer per format over the same `core.report.Report`.

Renderers are functions of the report: no clock, no randomness, nothing is run. They show whatever the report
holds; what a viewer may not see was taken out before, by `core.redaction`.
"""
