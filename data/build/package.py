"""datapackage.json: the schema, keys, licence and sources of every table of the pack; and the checks that go beyond it."""
import gzip
import hashlib
import json

from common import read_csv

LICENCES = {
    "public-domain": {"name": "public-domain", "title": "Public domain"},
    "CC-BY-4.0": {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},
    "Apache-2.0": {"name": "Apache-2.0", "title": "Apache License 2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"},
    "MIT": {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"},
    "ODbL-1.0": {"name": "ODbL-1.0", "title": "Open Database License 1.0; (c) OpenStreetMap contributors", "path": "https://opendatacommons.org/licenses/odbl/1-0/"},
    "Etalab-2.0": {"name": "other-attribution", "title": "Etalab Open Licence 2.0: BACI, CEPII",
                   "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
    "project": {"name": "other-open", "title": "As the project: facts gathered by hand, each with its citation"},
}

# name: (title, licences, primary key, fields). A field is "name:type" with an optional "=description" and ">table.field" for a key.
TABLES = {
    "sources": ("Where each row comes from", ["project"], "source", """
        source:string=key|title:string|publisher:string|url:string|licence:string|date:string=of the document or its edition|
        accessed:date=when it was read; a package is told by its version|kind:string=package or authored|package:string=registry and name|version:string|note:string"""),
    "countries": ("Countries and territories with statistics", ["public-domain", "MIT"], "iso3", """
        iso3:string=ISO 3166-1 alpha-3; XKX is Kosovo, user-assigned|iso2:string|name:string|region:string|subregion:string|
        gdp_usd:number=nominal USD at the official exchange rate|gdp_year:integer|gdp_status:string=observed or estimated|
        gdp_2014_usd:number=nominal USD, edition of 2015|
        gdp_2023_usd:number=nominal USD; where gdp_usd is of 2024, that in the country's own money less a year of real growth and inflation, at the rate of 2023|population:integer=persons|population_year:integer|landlocked:boolean|
        lon:number=label point, degrees|lat:number=degrees|capital:string|currency:string=ISO 4217|gauge_mm:integer=principal rail gauge, mm|
        names:string=other names, separated by a bar|source:string>sources.source"""),
    "blocs": ("Membership of blocs by year", ["project"], "bloc,iso3,from_year", """
        bloc:string|name:string|iso3:string=may have no statistics and so no row in countries|from_year:integer|to_year:integer=empty where still a member|
        status:string=member, partner (no member) or disputed (on the presidency's list, not confirmed by the country)|source:string>sources.source"""),
    "bri_signatories": ("Belt and Road memoranda", ["project"], "iso3,status", """
        iso3:string|status:string=signed or withdrew|year:integer=by the list of `source`|source:string>sources.source|
        year_other:integer=by the list of `source_other`|source_other:string>sources.source"""),
    "un_resolutions": ("Resolutions of the emergency session of the General Assembly on Ukraine", ["project"], "resolution", """
        resolution:string|date:date|name:string|yes:integer=members|no:integer=members|abstain:integer=members|absent:integer=members that did not vote|
        by_country:string=complete or part: whether un_votes has all 193|source:string>sources.source"""),
    "seen": ("How trade changed that sanctions or tariffs changed, as printed", ["project"], "exporter,importer,from_year,to_year", """
        exporter:string=a country or a bloc|importer:string=a country or a bloc|from_year:integer|to_year:integer|
        value_from:number=in `currency`; empty where it is not printed|value_to:number=in `currency`|currency:string=USD or EUR|
        change:number=fraction, from the one year to the other|status:string|source:string>sources.source|note:string"""),
    "un_votes": ("Votes of members in the General Assembly", ["project"], "resolution,iso3", """
        resolution:string>un_resolutions.resolution|date:date|iso3:string|vote:string=yes, no, abstain or absent|source:string>sources.source"""),
    "places": ("Cities and border towns", ["CC-BY-4.0", "project"], "place_id", """
        place_id:string|name:string|iso3:string>countries.iso3|lon:number=degrees|lat:number=degrees|population:integer=persons; GeoNames|
        capital:boolean|node_id:string>nodes.node_id|names:string=other names, separated by a bar|source:string>sources.source"""),
    "place_names": ("What cities and towns are called, in every language", ["CC-BY-4.0"], "iso3,name,lon,lat", """
        name:string=as GeoNames has it|iso3:string=may have no statistics and so no row in countries|
        region:string=names of the state or province, separated by a bar; of ten large countries|lon:number=degrees, to 0.01|lat:number=degrees, to 0.01|
        population:integer=persons|place_id:string=the place of the network that it is; empty where it is none>places.place_id|
        names:string=other names in any language, separated by a bar; of places above 15,000 people and of the network's own|source:string>sources.source"""),
    "nodes": ("Network nodes (GMNS field names)", ["ODbL-1.0", "Apache-2.0", "CC-BY-4.0", "MIT", "public-domain"], "node_id", """
        node_id:string|name:string|x_coord:number=longitude, degrees|y_coord:number=latitude, degrees|
        node_type:string=place, port, airport, rail_terminal, crossing, junction, sea, zone or pipe (a stop of a pipeline)|zone_id:string=the place of a place's node|
        iso3:string|source:string>sources.source"""),
    "links": ("Network links (GMNS field names)", ["ODbL-1.0", "Apache-2.0"], "link_id", """
        link_id:string|from_node_id:string>nodes.node_id|to_node_id:string>nodes.node_id|directed:boolean|length:number=km|
        free_speed:number=km/h; empty: the mode's default in parameters.toml|capacity:number=tonnes per year|
        mode:string=sea, rail, road, air, ferry, inland_water, transfer, oil_pipeline or gas_pipeline|facility:string|gauge:integer=mm|passage:string>passages.passage|
        iso3:string|opened_year:integer|project_id:string>projects.project_id|crossing_id:string>crossings.crossing_id|
        terminal_id:string>terminals.terminal_id|status:string=open, closed or planned|source:string>sources.source"""),
    "link_shapes": ("Shapes of links that are not straight", ["ODbL-1.0", "Apache-2.0"], "link_id", """
        link_id:string>links.link_id|points:string=`lon lat;lon lat;...`, both ends included; a step of more than 180 degrees crosses the date line"""),
    "crossings": ("Border crossings", ["ODbL-1.0", "project"], "crossing_id", """
        crossing_id:string|name:string|iso3_a:string>countries.iso3|iso3_b:string>countries.iso3|node_id:string>nodes.node_id|
        link_id:string>links.link_id|mode:string|hours:number=h|usd_per_tonne:number=USD per tonne|gauge_a:integer=mm|gauge_b:integer=mm|
        gauge_change:boolean|open:boolean|status:string|source:string>sources.source"""),
    "crossings_missing": ("Neighbours without a crossing in the network, and why", ["project"], "iso3_a,iso3_b", """
        iso3_a:string|iso3_b:string|reason:string|source:string>sources.source"""),
    "terminals": ("Ports, airports and rail terminals", ["Apache-2.0", "MIT", "public-domain", "ODbL-1.0"], "terminal_id", """
        terminal_id:string|kind:string=port, rail or airport|name:string|iso3:string>countries.iso3|lon:number=degrees|lat:number=degrees|
        node_id:string>nodes.node_id|dwell_hours:number=h|handling_usd_per_tonne:number=USD per tonne|size:string=large, medium or small|
        opened_year:integer|project_id:string>projects.project_id|status:string|source:string>sources.source"""),
    "terminal_names": ("What else ports, airports and rail terminals are called, and their parts", ["public-domain", "MIT", "Apache-2.0", "CC-BY-4.0", "project"], "terminal_id,name", """
        name:string=another name, a part of it, a code of another list, or a terminal that the network lacks|terminal_id:string>terminals.terminal_id|
        km:integer=how far the terminal lies that stands in for one that the network lacks; empty for another name of the terminal itself or of a part|
        source:string>sources.source"""),
    "passages": ("Straits and canals", ["project"], "passage", """
        passage:string|name:string|lon:number=degrees|lat:number=degrees|hours:number=h, paid once a passing|usd_per_tonne:number=USD per tonne|
        open:boolean|large_ships:boolean=false: ships too large for Panama (over 120,000 dwt) do not go through|large_ships_source:string>sources.source|headroom:number=times the ships that it takes that it can take; empty where it is not known|headroom_source:string>sources.source|iso3:string=the country that may shut it, where it is no strait of the open sea>countries.iso3|note:string|status:string|names:string=other names by which it is called, in any language, separated by a bar|
        source:string>sources.source"""),
    "zones": ("Industrial and special economic zones", ["project"], "zone_id", """
        zone_id:string|name:string|iso3:string>countries.iso3|lon:number=degrees|lat:number=degrees|node_id:string>nodes.node_id|
        opened_year:integer|effect:number=fractional effect on exports or productivity|project_id:string>projects.project_id|status:string|source:string>sources.source"""),
    "projects": ("Belt and Road projects", ["project"], "project_id", """
        project_id:string|name:string|kind:string=port, railway, road, airport, zone, crossing, pipeline, canal or train (a service)|
        iso3:string=codes separated by a semicolon|
        lon:number=degrees|lat:number=degrees|project_status:string=open, construction, planned, stalled or cancelled|started_year:integer|
        opened_year:integer|cost_usd:number=nominal USD|cost_status:string|cost_source:string=of the cost>sources.source|summary:string|
        source:string>sources.source"""),
    "pipelines": ("Large pipelines, which are links of the network", ["project"], "pipeline_id", """
        pipeline_id:string|name:string|names:string=other names, separated by a bar|goods:string=gas or crude oil|
        countries:string=iso3 in the order of the way, separated by a semicolon|from_place:string|to_place:string|km:number|
        capacity:number=in `unit`|unit:string=bcm_per_year, mcm_per_day, mmscf_per_day (million cubic feet), mt_per_year or barrels_per_day|
        opened_year:integer|pipeline_status:string=open, construction, closed or never opened|flow:number=in `unit`|flow_year:integer|
        shut_from:integer=first year for most of which nothing flowed|shut_to:integer=the last such year|
        loads_ships:integer=1: where it ends ships load what is sold to others|bypasses:string=passage that ships loaded at its end need not pass|status:string|
        source:string>sources.source|note:string"""),
    "project_changes": ("What a project changes, as authored", ["project"], "", """
        project_id:string>projects.project_id|change:string|target:string|to:string|mode:string|value:number|unit:string|note:string|source:string>sources.source"""),
    "project_links": ("What a project changes, resolved to links", ["ODbL-1.0", "project"], "project_id,link_id,effect", """
        project_id:string>projects.project_id|link_id:string>links.link_id|effect:string=build, upgrade, terminal or crossing|
        hours_scale:number=fraction|usd_scale:number=fraction|source:string>sources.source"""),
    "corridors": ("Corridors as chains of nodes", ["project"], "corridor_id,seq", """
        corridor_id:string|name:string|seq:integer|node:string=a place or a terminal|mode_to_next:string|source:string>sources.source"""),
    "corridor_projects": ("Projects of a corridor", ["project"], "corridor_id,project_id", """
        corridor_id:string|project_id:string>projects.project_id"""),
    "trade": ("Bilateral trade in goods", ["public-domain", "project"], "exporter,importer,year", """
        exporter:string>countries.iso3|importer:string>countries.iso3|year:integer|value_usd:number=nominal USD, f.o.b.|
        interval_factor:number=80 % interval: from value_usd divided by it to value_usd times it|
        reported_by:string=both, exporter, importer, mirror (one side publishes no partners: the other's figure), embargo or none|
        exporter_usd:number=what the exporter's own figure comes to, USD f.o.b., to the million; empty where it has none|
        importer_usd:number=what the importer's own figure comes to, USD c.i.f. where customs printed it|
        status:string|source:string=trade_table is our own estimate>sources.source"""),
    "embargoes": ("Embargoes and closed relations, by direction, and what they leave", ["project"], "exporter,importer,from_year", """
        exporter:string>countries.iso3|importer:string>countries.iso3|from_year:integer|to_year:integer=empty where still in force|
        share:number=fraction of what gravity would have the two trade|cap_2014_usd:number=USD; empty where not in force|
        cap_2023_usd:number=USD; empty where not in force|note:string|source:string>sources.source"""),
    "flows_printed": ("Flows between pairs as customs printed them, that the trade table rests on", ["project"], "reporter,partner,flow,year", """
        reporter:string>countries.iso3|partner:string>countries.iso3|flow:string=exports or imports|year:integer|value_usd:number=USD|
        valuation:string=fob or cif|status:string|source:string>sources.source"""),
    "trade_conventions": ("What the trade figures of re-exporters count", ["project"], "iso3", """
        iso3:string>countries.iso3|imports:string=by origin or by consignment|exports:string=by last known destination|
        gross:string=own goods only, or gross of re-exports|note:string|source:string>sources.source"""),
    "trade_totals": ("Merchandise totals used", ["public-domain", "project"], "iso3,year,flow", """
        iso3:string>countries.iso3|year:integer|flow:string=exports or imports|value_usd:number=nominal USD|status:string|source:string>sources.source"""),
    "economy": ("Expenditure and output on goods", ["public-domain", "project"], "iso3,year", """
        iso3:string>countries.iso3|year:integer|absorption_usd:number=USD|gross_output_usd:number=USD|internal_trade_usd:number=USD|
        deficit_usd:number=USD; expenditure less income|rule:string|mended:boolean|note:string|status:string|source:string>sources.source"""),
    "customs": ("Customs statistics as printed", ["project"], "", """
        reporter:string|partner:string|flow:string|period:string|from_date:date|to_date:date|cumulative_months:integer|value_usd:number=USD|
        growth:number=fraction, as printed|growth_basis:string=printed: over the figure of the year before that stands here; revised: over a later one; unknown: none stands here|
        status:string|source:string>sources.source"""),
    "partner_trade": ("Trade with partners and groups as statistical offices printed it, in the printed currency", ["project"], "", """
        reporter:string=iso3 or a group of demonyms|partner:string=iso3, a group of demonyms, or WLD for all the world|
        flow:string=exports, imports or total|from_date:date|to_date:date|currency:string=ISO 4217|
        value_bn:string=billions of the currency, as printed; empty where growth alone is|digit_bn:number=what the last printed digit stands for, in billions|
        growth_percent:string=over a year before, in the row's currency, as printed|status:string|source:string>sources.source"""),
    "merchandise_totals": ("Merchandise totals of the largest traders as printed", ["project"], "iso3,year,flow,source", """
        iso3:string>countries.iso3|year:integer|flow:string=exports or imports|value_busd:string=billions of USD, as printed|
        valuation:string=fob or cif|status:string|source:string>sources.source"""),
    "pledges": ("Trade targets and what became of them", ["project"], "pledge_id", """
        pledge_id:string|date:date|parties:string|flow:string|target_usd:number=USD|by_year:integer|text:string|outcome_usd:number=USD|
        outcome_year:integer|reached:string=yes, no or open|source:string=of the pledge>sources.source|
        outcome_source:string=of the outcome>sources.source"""),
    "events": ("Meetings, forums, agreements, votes, sanctions, wars, pledges", ["project"], "", """
        date:date|kind:string=visit (one leader goes to the other's country), meeting (at a third place), video, forum, agreement, withdrawal, vote, sanction, war or pledge|parties:string|title:string|source:string>sources.source"""),
    "forums": ("Forums: who was announced, and who came", ["project"], "forum_id", """
        forum_id:string|name:string|host:string=iso3|place:string|from_date:date|to_date:date|announced_countries:integer|
        announced_leaders:integer=heads of state and government|announced_participants:integer|announced_source:string>sources.source|
        actual_countries:integer|actual_leaders:integer=heads of state and government|actual_organizations:integer=international organizations|
        actual_participants:integer|actual_source:string>sources.source|note:string"""),
    "demonyms": ("What English prose calls countries and groups besides their names", ["public-domain", "project"], "code,name", """
        name:string|code:string=iso3, or a group of countries|kind:string=adjective, prefix, abbreviation, short name, capital, office (that publishes statistics), leader or the name of a group|
        source:string>sources.source"""),
    "exchange_rates": ("Exchange rates, averages of a year", ["CC-BY-4.0", "project"], "currency,year", """
        currency:string=ISO 4217|year:integer|per_usd:number=units of the currency per US dollar|status:string|source:string>sources.source"""),
    "commodities": ("Fuels, ores and metals of the energy table", ["project"], "code", """
        code:string=Harmonized System 1992, six digits|name:string|goods:string=the name by which `--goods` asks for it|
        class:string=of goods, by which ways and modes are chosen"""),
    "icio_classes": ("Classes of goods of the industries of the input-output tables", ["project"], "industry", """
        industry:string=of the OECD's Inter-Country Input-Output tables|class:string|
        class_abroad:string=of what is sold abroad, where that is another: cement stays, glass and ceramics go"""),
    "goods_shares": ("What countries sell, buy and use at home besides raw materials, by class of goods", ["project"], "iso3,flow,class", """
        iso3:string>countries.iso3|flow:string=exports, imports or home|class:string|share:number=of the value|status:string|source:string>sources.source"""),
    "raw_materials": ("Trade in fuels, ores and metals by pair and class of goods", ["Etalab-2.0", "project"], "exporter,importer,year,class,by", """
        exporter:string>countries.iso3|importer:string>countries.iso3|year:integer|class:string|
        by:string=pipeline where customs book the goods so: natural gas in its gaseous state|value_usd:number=nominal USD, f.o.b.|
        tonnes:number=where some are missing, those of the rest raised by value|status:string|source:string>sources.source"""),
    "goods_values": ("What a tonne of what countries sell abroad is worth, by class of goods", ["Etalab-2.0", "project"], "iso3,year,class", """
        iso3:string>countries.iso3|year:integer|class:string|usd_per_tonne:number=value over tonnes, nominal USD; a class or country without a row has the value of the class|
        status:string|source:string>sources.source"""),
    "energy": ("Trade in fuels, ores and metals by pair and year, 1995-2024", ["Etalab-2.0", "project"], "exporter,importer,code,year", """
        exporter:string=as BACI has it; may have no row in countries|importer:string=as BACI has it|code:string>commodities.code|year:integer|
        value_usd:number=nominal USD, f.o.b.; empty where an origin is hidden|tonnes:number|
        fault:string=tonnes, confidential, relabelled, asia_nes, separated by a semicolon; the page on the trade table says what each is|
        source:string>sources.source"""),
    "energy_faults": ("Cells of the energy table that mislead, and why", ["project"], "exporter,importer,code,from_year", """
        exporter:string|importer:string|code:string>commodities.code|from_year:integer|to_year:integer|
        fault:string=confidential or relabelled|note:string|source:string>sources.source"""),
    "bridges": ("Gaps mended in the road and rail graphs", ["ODbL-1.0", "project"], "bridge_id", """
        bridge_id:string|mode:string|lon_a:number|lat_a:number|lon_b:number|lat_b:number|km:number|kind:string=gap or hand|reason:string|source:string>sources.source"""),
    "length_correction": ("Network lengths against published ones", ["project"], "mode,line", """
        mode:string|line:string|published_km:number|graph_km:number|ratio:number=published over graph|used:boolean|
        pinned:boolean=the links on its way have its length|source:string>sources.source"""),
}

# Large tables that the engine reads only where a verb asks for them.
ON_DEMAND = {"place_names", "energy"}
# Tables that stand gzipped in the pack: few open them by hand, and together they are most of its bytes.
GZIPPED = {"place_names", "energy", "links", "link_shapes", "raw_materials", "partner_trade"}
# Bytes of the whole pack.
LARGEST = 20_000_000


def fields_of(text):
    for part in text.replace("\n", " ").split("|"):
        part, _, key = part.strip().partition(">")
        part, _, description = part.partition("=")
        name, _, kind = part.partition(":")
        if ">" in description:
            description, _, key = description.partition(">")
        yield name.strip(), kind.strip(), description.strip(), key.strip()


def schema(header, spec, primary):
    fields, foreign = [], []
    known = {name: (kind, description, key) for name, kind, description, key in fields_of(spec)}
    for name in header:
        if name not in known:
            raise ValueError(f"column `{name}` has no entry in package.py")
        kind, description, key = known[name]
        field = {"name": name, "type": kind}
        if description:
            field["description"] = description
        if kind == "boolean":
            field.update(trueValues=["1"], falseValues=["0"])
        fields.append(field)
        if key:
            table, column = key.split(".")
            foreign.append({"fields": name, "reference": {"resource": table, "fields": column}})
    out = {"fields": fields, "missingValues": [""]}
    if primary:
        keys = primary.split(",")
        out["primaryKey"] = keys if len(keys) > 1 else keys[0]
    if foreign:
        out["foreignKeys"] = foreign
    return out


def build(world, sources):
    used, resources = set(), []
    for name, (title, licences, primary, spec) in TABLES.items():
        file = world / f"{name}.csv"
        if not file.exists():
            continue
        data = file.read_bytes()
        header = data.split(b"\n", 1)[0].decode().split(",")
        rows = read_csv(file)
        if name in GZIPPED:
            data = gzip.compress(data, 9, mtime=0)
            file.unlink()
            file = file.with_name(file.name + ".gz")
            file.write_bytes(data)
        cites = [field for field, _kind, _text, key in fields_of(spec) if key == "sources.source"]
        keys = sorted({row[column] for row in rows for column in cites if row.get(column)})
        used |= set(keys)
        resources.append({
            "name": name, "path": file.name, "title": title, "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
            "encoding": "utf-8", "bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest(), "rows": len(rows),
            "licenses": [LICENCES[key] for key in licences],
            "sources": [{"title": sources[k]["title"], **({"path": sources[k]["url"]} if sources[k]["url"] else {})} for k in keys if k in sources],
            **({"compression": "gz"} if name in GZIPPED else {}),
            **({"onDemand": True} if name in ON_DEMAND else {}),
            "schema": schema(header, spec, primary)})
    present = {r["name"] for r in resources}
    for resource in resources:
        keys = resource["schema"].get("foreignKeys", [])
        kept = [k for k in keys if k["reference"]["resource"] in present]
        if kept:
            resource["schema"]["foreignKeys"] = kept
        else:
            resource["schema"].pop("foreignKeys", None)
    for file, title, licence, kind in (("map.json", "Outlines and borders for drawn maps", "public-domain", "application/json"),
                                       ("parameters.toml", "Speeds, costs, dwell times, elasticities, each with its source", "project", "application/toml")):
        data = (world / file).read_bytes()
        resources.append({"name": file.split(".")[0], "path": file, "title": title, "format": file.split(".")[1], "mediatype": kind,
                          "bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest(), "licenses": [LICENCES[licence]]})
    package = {"profile": "data-package", "name": "sogdia-world", "title": "Sogdia world pack",
               "description": "A world freight network with trade, projects and borders. Every row names its source; every figure its standing.",
               "licenses": [LICENCES[k] for k in ("ODbL-1.0", "CC-BY-4.0", "Apache-2.0", "MIT", "public-domain", "project")],
               "resources": resources}
    (world / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return used
