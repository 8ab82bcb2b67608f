#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sogdia/io/json_text.h"
#include "sogdia/sql/query.h"
#include "sogdia/study/estimates/gravity_study.h"
#include "sogdia/study/pipeline/prepare.h"
#include "terminal.h"

namespace sogdia::tool {

// Everything of a run that can go wrong with the input, without the computing.
int verb_check(const CheckArgs& args, const Common& common) {
  const Study asked = load_study(args.study);
  const BaseWorld base = make_base(open_world(common, asked), asked);
  const Prepared ready = prepare(asked, base);
  const Study& study = ready.study;
  check_estimates(study, *base.world, table_where);
  const auto& changes = study.scenario.changes;
  const auto& base_changes = base.base.changes.changes;
  if (common.json) {
    nlohmann::ordered_json out = {{"study", args.study}, {"title", study.title}, {"ok", true}};
    std::size_t links = 0;
    for (const auto& touched : ready.touched)
      links += touched.what == std::string_view("links") ? touched.count : 0;
    out["links_changed"] = links;
    const auto tell = [&](const char* key, const std::vector<Change>& of, const auto& touched) {
      out[key] = nlohmann::ordered_json::array();
      for (std::size_t k = 0; k < of.size(); ++k) {
        const Touched& what = touched(k);
        out[key].push_back({{"name", of[k].name},
                            {"kind", kind_of(of[k].what)},
                            {"touches", what.count},
                            {"unit", what.what}});
      }
    };
    tell("changes", changes, [&](std::size_t k) { return ready.touched[k]; });
    tell("base_changes", base_changes, [&](std::size_t k) { return Touched{base.touched[k], "links"}; });
    out["estimates"] = study.estimates.size();
    out["notes"] = study.notes;
    print(json_text(out, 2) + "\n");
    return 0;
  }
  for (const auto& note : study.notes) talk(common, "note: " + note);
  if (!study.estimates.empty()) {
    print(fmt::format("`{}` is in order: {} estimates\n", args.study, study.estimates.size()));
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < base_changes.size(); ++k)
    rows.push_back({"in the base: " + base_changes[k].name, kind_of(base_changes[k].what),
                    fmt::format("{} links", base.touched[k])});
  for (std::size_t k = 0; k < changes.size(); ++k)
    rows.push_back({changes[k].name, kind_of(changes[k].what),
                    fmt::format("{} {}", ready.touched[k].count, ready.touched[k].what)});
  print(fmt::format("`{}` is in order: {} changes\n", args.study, changes.size()) +
        (rows.empty() ? "" : "\n" + aligned({"change", "kind", "touches"}, rows, {false, false, false})));
  return 0;
}

}  // namespace sogdia::tool
