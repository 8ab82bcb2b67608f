"""Land neighbours that the network leaves unjoined, and why."""


def missing_crossings(pack_sources_dir, countries, joined):
    return []
