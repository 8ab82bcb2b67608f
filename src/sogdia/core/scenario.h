#pragma once
#include <string>
#include <vector>

namespace sogdia {

// What a scenario can change. Each kind's fields are listed beside it; a study's [[change]] fills them.
enum class ChangeKind {
  build,     // projects: ids, or the words "open", "planned", "all"
  upgrade,   // targets: links, corridors, ways, passages; hours_scale, usd_scale of moving; mode
  close,     // targets of any kind; mode
  open,      // the same: opens what the base has closed (northern_sea_route)
  border,    // targets: borders and crossings; hours_scale, usd_scale of the border; mode
  dwell,     // targets: terminals, kinds of them, passages; hours_scale, usd_scale of the stop
  tariff,    // exporters, importers; rate_before, rate_after (fractions)
  embargo,   // exporters x importers, both ways; exact=true gives a zero share, else embargo_kappa
  sanction,  // partial: exporters x importers; beta (log points of trade) -> exp(-beta/theta) floored at 1
  decouple,  // exporters x importers; cut (fraction of trade) -> (1-cut)^(-1/theta)
  productivity,  // countries; a_hat
  labour,        // countries; l_hat
  deficit,       // countries; deficit_scale (1 = unchanged, 0 = balanced)
};

const char* to_string(ChangeKind kind);

// What a kind of change is made to: links of the network, trade costs between pairs, or countries themselves.
enum class Reach { links, pairs, countries };
Reach reach_of(ChangeKind kind);

// One named change. A study's words for countries, blocs and targets become codes and ids when it is resolved
// (study/resolve.h); `target_words` keeps what the user wrote, for people to read.
struct Change {
  std::string name;
  ChangeKind kind = ChangeKind::build;
  std::vector<std::string> projects;
  std::vector<std::string> targets;  // as in network/target.h
  std::string target_words;
  std::string mode;
  std::vector<std::string> exporters, importers, countries;
  bool both_ways = false;
  bool exact = false;
  double embargo_kappa =
      10.0;  // kappa_hat of one that is not exact; a study's is embargo.kappa_hat of parameters.toml
  double hours_scale = 1.0, usd_scale = 1.0;
  double rate_before = 0.0, rate_after = 0.0;
  double beta = 0.0, cut = 0.0;
  double hat = 1.0;
  double deficit_scale = 1.0;
  std::string where;  // "study.toml, line 31", for errors
};

struct Scenario {
  std::string name;
  std::vector<Change> changes;
};

}  // namespace sogdia
