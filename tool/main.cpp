#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <new>
#include <sstream>

#include "exit_code.h"
#include "main_options.h"
#include "sogdia/core/names.h"
#include "terminal.h"
#include "verb.h"

namespace sogdia::tool {
namespace {

// The whole command line: every verb's options, and what to call for the one that was given.
struct CommandLine {
  CLI::App app{"What a trade corridor is worth, and who comes to depend on whom", "sogdia"};
  Common common;
  RunArgs run;
  CheckArgs check;
  InfoArgs info;
  RouteArgs route;
  SkimArgs skim;
  ModesArgs modes;
  AssignArgs assign;
  SolveArgs solve;
  EstimateArgs estimate;
  DependArgs depend;
  ClaimsArgs claims;
  BriefArgs brief;
  CompareArgs compare;
  DataShowArgs show;
  DataSchemaArgs schema;
  DataImportArgs import;
  DataImportNetworkArgs network_import;
  DataBuildArgs build;
  std::string shell;
  std::function<int()> chosen;

  CommandLine() {
    app.set_version_flag("--version", "sogdia " SOGDIA_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done, 1 bad data or scenario, 2 usage, 3 not converged, "
        "4 likely error in a text (claims --exit-code), 130 interrupted");
    add_run();
    add_look();
    add_network();
    add_modes();
    add_economy();
    add_data();
  }

  CLI::App* verb(CLI::App& parent, const char* name, const char* what, const std::function<int()>& action) {
    CLI::App* added = parent.add_subcommand(name, what);
    added->add_flag("--json", common.json, "Print JSON, errors included");
    added->add_option("--threads", common.threads, "Threads; 0 is one per core. Never changes a result")
        ->check(CLI::Range(0, 1024));
    added->add_option("--world", common.world, "Folder of the world pack; else SOGDIA_WORLD, else its own");
    added->callback([this, action] { chosen = action; });
    return added;
  }

  void add_run() {
    auto* verb_ = verb(app, "run", "Compute a study: tables, map layers and a brief",
                       [this] { return verb_run(run, common); });
    verb_->add_option("STUDY", run.studies, "Study files (TOML); those on one base share it")->required();
    verb_->add_option("-o,--out", run.out, "Folder to write; of several studies, each has its own in it")
        ->required();
    verb_->add_flag("--overwrite", run.overwrite, "Replace an earlier run");
    verb_->add_option("--format", run.format, "Of the tables: parquet or csv")
        ->check(CLI::IsMember({"parquet", "csv"}));
    verb_ = verb(app, "check", "Say what is wrong with a study, without computing it",
                 [this] { return verb_check(check, common); });
    verb_->add_option("STUDY", check.study, "Study file (TOML)")->required();
    verb_ = verb(app, "brief",
                 "Write a page: on a study or a finished run, a country or bloc, two of them, a corridor or "
                 "an article",
                 [this] { return verb_brief(brief, common); });
    verb_->add_option(
        "WHAT", brief.what,
        "Study file (TOML), folder of a run, country, bloc or region, or two of these: KEN UGA, EU CHN");
    verb_->add_option("--corridor", brief.corridor, "A corridor of the pack: middle_corridor, CPEC");
    verb_->add_option(
        "--article", brief.article,
        "A text, or - for standard input: its claims, then what the pack knows about its subject");
    verb_->add_option("--date", brief.date, "Day on which the article was written, YYYY-MM-DD");
    verb_->add_option("-o,--out", brief.out, "HTML file; named after what the page is on by default");
    verb_ = verb(app, "compare", "What differs between two runs",
                 [this] { return verb_compare(compare, common); });
    verb_->add_option("RUN1", compare.first, "Folder of a run")->required();
    verb_->add_option("RUN2", compare.second, "Folder of another")->required();
  }

  void add_look() {
    auto* verb_ =
        verb(app, "info",
             "What the world knows: all of it, two countries' trade, or one country, bloc, project, "
             "corridor, passage, terminal or place",
             [this] { return verb_info(info, common); });
    verb_->add_option(
        "NAME", info.names,
        "Country, bloc (EU@2014 for a year), project, corridor, passage, terminal or place; two "
        "countries for what they trade");
    verb_ = verb(app, "claims", "Hold the trade figures of a text against the statistics",
                 [this] { return verb_claims(claims, common); });
    verb_
        ->add_option("FILE", claims.file,
                     "Plain text, Markdown, HTML, subtitles or a table; - for standard input")
        ->required();
    verb_->add_option("--date", claims.date,
                      "Day on which the text was written, YYYY-MM-DD: what \"last year\" means where no "
                      "dateline says it");
    verb_->add_option("--only", claims.only, "errors: print the likely errors alone")
        ->check(CLI::IsMember({"errors"}));
    verb_->add_option("--html", claims.html,
                      "HTML file to write: the text marked up, its evidence beside it");
    verb_->add_flag("--exit-code", claims.exit_code, "Exit with 4 where a likely error is found");
    CLI::App* completion = app.add_subcommand("completion", "Print the shell's completion script");
    completion->add_option("SHELL", shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    completion->callback([this] { chosen = [this] { return verb_completion(shell); }; });
  }

  void add_network() {
    auto* verb_ = verb(app, "route", "Best ways from A to B by sea, rail, road and air",
                       [this] { return verb_route(route, common); });
    verb_
        ->add_option("A", route.from,
                     "Place, port, airport or crossing: a name in any language, a code, an id, or LAT,LON")
        ->required();
    verb_->add_option("B", route.to, "The other end")->required();
    verb_
        ->add_option(
            "--close", route.network.close,
            "Close a way: suez, border:CHN-KAZ, port:CNSHA, link:ID; a list with commas, or repeated")
        ->allow_extra_args(false);
    verb_->add_option("--open", route.network.open, "Open a closed way: northern_sea_route")
        ->allow_extra_args(false);
    verb_
        ->add_option(
            "--avoid", route.network.avoid,
            "Keep out of a country, a border or a passage: RUS, CHN-KAZ, malacca; as --close otherwise")
        ->allow_extra_args(false);
    verb_->add_option("--via", route.via, "Go by a place, port or crossing on the way");
    verb_->add_option("--mode", route.mode, "The ways of one mode alone: sea, rail, road or air");
    verb_->add_option("--alternatives", route.alternatives,
                      "Ways of each mode, the best and others apart from it");
    verb_->add_option("--why", route.why,
                      "Why not another way: a mode, a number of alternative from 2, or a place to go by");
    verb_->add_option("--projects", route.network.projects,
                      "Projects that stand: none, open, planned, all, or ids with commas");
    verb_->add_option("--sector", route.sector, "Whose goods: general, agriculture, ...");
    verb_->add_option("--goods", route.goods,
                      "Shares of a class of goods: food, crude_oil, machinery_electronics ...");
    verb_ = verb(app, "skim", "Time and cost between all countries or places",
                 [this] { return verb_skim(skim, common); });
    verb_->add_option("--zones", skim.zones, "Places that stand for their countries");
    verb_->add_flag("--places", skim.places, "From place to place by mode, not from country to country");
    verb_->add_option("--close", skim.network.close, "As in route")->allow_extra_args(false);
    verb_->add_option("--open", skim.network.open, "As in route")->allow_extra_args(false);
    verb_->add_option("--avoid", skim.network.avoid, "As in route")->allow_extra_args(false);
    verb_->add_option("--projects", skim.network.projects, "As in route");
    verb_->add_option("--sector", skim.sector, "As in route");
    auto* pairs =
        verb_->add_option("--pairs", skim.pairs, "CSV or Parquet with columns from, to: these ways, by mode");
    auto* nodes = verb_->add_option("--nodes", skim.nodes,
                                    "CSV or Parquet with a column node: the ways between all of them");
    pairs->excludes(nodes);
    verb_->add_option("--matrix", skim.matrix, "Of --nodes: the file, as -o")->needs(nodes);
    verb_->add_option("--weight", skim.weight,
                      "Of --pairs and --nodes, what is least: cost, hours, usd or length");
    verb_->add_option("-o,--out", skim.out, "CSV or Parquet file; standard output by default");
  }

  void add_modes() {
    auto* verb_ =
        verb(app, "modes", "How trade goes: shares of ship, train, lorry, aircraft, barge and pipeline",
             [this] { return verb_modes(modes, common); });
    verb_->add_option("FROM", modes.from, "A country, bloc, list of them, world, not:EU, or a place");
    verb_->add_option("TO", modes.to, "The same; without it goods within each country of FROM");
    verb_->add_option("--goods", modes.goods, "Classes of goods with commas; all by default");
    verb_->add_option("--year", modes.year, "Of the trade");
    verb_->add_flag("--both", modes.both, "And back");
    verb_->add_flag("--within", modes.within, "Of a group with itself: what stays within its countries too");
    verb_->add_option("--km", modes.km, "Only between places so far apart: 400-800, or 1600-");
    verb_->add_option("--through", modes.through,
                      "Only what goes by sea through a passage: hormuz, suez ...");
    verb_->add_option("--file", modes.file,
                      "Instead: CSV or Parquet with columns from, to, goods, both, within, km");
    verb_->add_option("-o,--out", modes.out, "CSV or Parquet file; standard output by default");
    add_assign_options(*verb(app, "assign", "User equilibrium: trips on a network that slows down with use",
                             [this] { return verb_assign(assign, common); }),
                       assign);
  }

  void add_economy() {
    auto* verb_ = verb(app, "solve", "Solve the trade model on tables of your own",
                       [this] { return verb_solve(solve, common); });
    verb_->add_option("--trade", solve.trade, "Table exporter,importer,value with internal trade")
        ->required();
    verb_->add_option("--change", solve.change,
                      "Table exporter,importer,kappa_hat, inf for no trade; the others stay");
    verb_->add_option("--theta", solve.theta, "Trade elasticity, above 0");
    verb_
        ->add_option("--deficits", solve.deficits,
                     "Stay fixed, are scaled with what is left of trade, or zero")
        ->check(CLI::IsMember({"fixed", "scaled", "zero"}));
    verb_ = verb(app, "depend",
                 "How far two countries or blocs rely on each other, or one on the world; who most of all",
                 [this] { return verb_depend(depend, common); });
    verb_->add_option("A", depend.a, "Country, bloc or region; with --rank, nobody");
    verb_->add_option("B", depend.b, "Country, bloc or region; every country, ranked, where it is left out");
    verb_->add_option("--year", depend.year, "Year of the trade table; the latest where it is left out");
    verb_->add_flag("--routes", depend.routes,
                    "Also the share of trade through each passage, and its way round; takes some seconds");
    verb_->add_flag("--alignment", depend.alignment,
                    "Also A's trade with those who voted for, against or neither, and with each bloc");
    verb_->add_option("--sanctioned-by", depend.sanctioned_by,
                      "Where A's imports went on coming from after this coalition cut them");
    verb_->add_option("--since", depend.since,
                      "Earlier year of --sanctioned-by and --rank; the earliest where it is left out");
    verb_->add_flag("--rank", depend.rank,
                    "Who depends most on whom, who gained most, who is most exposed to each passage");
    verb_
        ->add_option("--io", depend.io,
                     "Look through an input-output table of yours: exporter,sector,importer,use,value")
        ->check(CLI::ExistingFile);
    verb_->add_option("--least-gdp", depend.least_gdp, "USD; smaller economies are left out of --rank")
        ->check(CLI::NonNegativeNumber);
    verb_->add_option("--goods", depend.goods,
                      "Of one kind of goods: crude, gas, coal, copper ...; shares of what buyers report");
    verb_->add_option("--rows", depend.rows, "How many of a ranking; 0 shows all")
        ->check(CLI::NonNegativeNumber);
    verb_->add_option("-o,--out", depend.out,
                      "Also write the tables, .csv or .parquet: FILE, FILE-goods, FILE-routes ...");
    verb_->add_option("--theta-low", depend.theta_low, "Trade elasticity in the short run")
        ->check(CLI::PositiveNumber);
    verb_->add_option("--theta-mid", depend.theta_mid, "Trade elasticity in the medium run")
        ->check(CLI::PositiveNumber);
    verb_->add_option("--theta-high", depend.theta_high, "Trade elasticity in the long run")
        ->check(CLI::PositiveNumber);
    add_estimate_options(
        *verb(app, "estimate", "Estimate gravity: PPML or least squares with any number of fixed effects",
              [this] { return verb_estimate(estimate, common); }),
        estimate);
  }

  void add_data() {
    CLI::App* data = app.add_subcommand("data", "Look at the world pack's tables, or put in your own");
    data->require_subcommand(1);
    verb(*data, "list", "Tables of the pack", [this] { return verb_data_list(common); });
    auto* verb_ =
        verb(*data, "show", "Rows of a table as CSV", [this] { return verb_data_show(show, common); });
    verb_->add_option("TABLE", show.table, "Name of the table")->required();
    verb_->add_option("--rows", show.rows, "How many; 0 shows all")->check(CLI::NonNegativeNumber);
    verb_ = verb(*data, "schema", "What the tables of a run hold, as Markdown",
                 [this] { return verb_data_schema(schema, common); });
    verb_->add_option("TABLE", schema.table, "One of them");
    verb_ = verb(*data, "build", "Build a world from the pinned packages",
                 [this] { return verb_data_build(build, common); });
    verb_
        ->add_flag(
            "--full", build.full,
            "Every line of the railway and highway graphs, every port and airport; all but the network "
            "is the pack's at hand")
        ->required();
    verb_
        ->add_option("--within", build.within,
                     "Only a box, WEST,SOUTH,EAST,NORTH in degrees, such as 5,45,16,55: a world of its own")
        ->type_name("BOX");
    verb_->add_option("-o,--out", build.out, "Folder of the new pack")->required();
    verb_->add_flag("--overwrite", build.overwrite, "Replace an earlier pack");
    CLI::App* import_ = data->add_subcommand("import", "Make a pack of data of your own");
    import_->require_subcommand(1);
    verb_ = verb(*import_, "baci", "Replace trade by CEPII's BACI",
                 [this] { return verb_data_import_baci(import, common); });
    verb_
        ->add_option(
            "FILE", import.files,
            "CEPII's files (t,i,j,k,v,q; plain, .gz or its .zip), or exporter,importer,year,value_kusd")
        ->required();
    verb_->add_option("--codes", import.codes,
                      "BACI's country codes; left out: country_codes*.csv beside the file or in its archive");
    verb_->add_option("-o,--out", import.out, "Folder of the new pack")->required();
    verb_->add_flag("--overwrite", import.overwrite, "Replace an earlier pack");
    add_network_import(*import_);
  }

  void add_network_import(CLI::App& import_) {
    auto& to = network_import;
    auto* verb_ = verb(import_, "network", "Make a pack of a network of your own",
                       [this] { return verb_data_import_network(network_import, common); });
    verb_
        ->add_option("FROM", to.from,
                     "GMNS folder (node.csv, link.csv), TNTP file (*_net.tntp) or GeoJSON of lines")
        ->required();
    verb_->add_option(
        "--trips", to.trips,
        "Trips between zones: TNTP, or a table of origin,destination,trips; left out: *_trips.tntp or "
        "demand.csv beside");
    verb_->add_option("--length-unit", to.length_unit,
                      "km, m, mi or ft; left out: as the files or coordinates say");
    verb_->add_option("--speed-unit", to.speed_unit, "km/h, mph or m/s");
    verb_->add_option("--time-unit", to.time_unit, "h, min or s (TNTP's free flow times)");
    verb_->add_option("-o,--out", to.out, "Folder of the new pack")->required();
    verb_->add_flag("--overwrite", to.overwrite, "Replace an earlier pack");
  }
};

// CLI11 says that an argument was not expected; which verb was meant helps more.
std::string usage_hint(const CLI::App& app, int argc, char** argv) {
  std::vector<std::string> verbs;
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    verbs.push_back(verb->get_name());
  for (int k = 1; k < argc; ++k) {
    const std::string word = argv[k];
    if (word.starts_with('-')) continue;
    if (std::find(verbs.begin(), verbs.end(), word) != verbs.end())
      return fmt::format("`sogdia {} --help` shows its arguments", word);
    const std::string hint = nearest_hint(word, verbs);
    return hint.empty() ? "`sogdia --help` lists the verbs" : hint;
  }
  return "`sogdia --help` lists the verbs";
}

int parse_and_call(int argc, char** argv, bool json) {
  CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      std::ostringstream text;
      line.app.exit(error, text, text);
      print(text.str());
      return kDone;
    }
    std::string what = error.what();
    if (const auto first = what.find_first_not_of(" \n"); first != std::string::npos)
      what = what.substr(first);
    print_error({what, "", usage_hint(line.app, argc, argv)}, json);
    return kUsage;
  }
  const int code = line.chosen ? line.chosen() : kDone;
  return interrupted() ? kInterrupted : code;
}

}  // namespace
}  // namespace sogdia::tool

int main(int argc, char** argv) {
  using namespace sogdia::tool;
  bool json = false;
  for (int k = 1; k < argc; ++k) json = json || std::string(argv[k]) == "--json";
  open_standard_streams();
  catch_interrupts();
  try {
    return parse_and_call(argc, argv, json);
  } catch (const sogdia::Error& error) {
    print_error(error, json);
    return kBadInput;
  } catch (const sogdia::Cancelled&) {
    print_error({"interrupted; nothing was written", "", ""}, json);
    return kInterrupted;
  } catch (const BrokenPipe&) {
    return kReaderGone;
  } catch (const std::bad_alloc&) {
    print_error({"out of memory", "", "use fewer zones or fewer threads"}, json);
    return kBadInput;
  } catch (const std::exception& error) {
    print_error(
        {std::string("internal error: ") + error.what(), "", "please report it with the command you gave"},
        json);
    return kBadInput;
  }
}
