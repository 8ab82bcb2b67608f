#pragma once
#include <set>
#include <string>
#include <vector>

#include "sogdia/report/facts/rows.h"
#include "sogdia/report/facts/story.h"
#include "sogdia/report/maps/basemap.h"
#include "sogdia/report/maps/map_lines.h"
#include "sogdia/report/maps/projection.h"
#include "sogdia/study/tables/result.h"

namespace sogdia::report {

// What every section may draw on.
struct Page {
  const Result& result;
  Basemap basemap;
  Sheet world;
  LinkShapes shapes;
  mutable std::set<std::string> cited;  // keys of sources.csv named so far: section_methods lists them
};

// Each returns HTML, one <section> or nothing where there is nothing to show.
std::string section_policy(const Page& page, Topic topic);                 // sanctions or tariffs
std::string section_ways(const Page& page, Topic topic, bool with_facts);  // closures or projects
std::string section_economy(const Page& page);                             // productivity, labour, deficits
std::string section_countries(const Page& page);
// Of what the two are to each other, paper has the parts named in `printed` ("flows", "shares"); all where it
// is empty, none where the study's changes move something between them.
std::string section_pair(const Page& page, const std::string& a, const std::string& b,
                         const std::set<std::string>& printed = {});
std::string section_country(const Page& page, const std::string& id);
std::string section_corridor(const Page& page, const std::string& corridor);
std::string section_methods(const Page& page);

// Parts of the page on ways.
std::string closure_map(const Page& page);
std::string project_map(const Page& page);
std::string corridor_figures(const Page& page);
std::string passage_flows_figure(const Page& page);
// What was seen beside what is computed; "" where the run has no table `seen`.
std::string seen_figure(const Page& page);

// Parts of a pair's section; "" where the pack and the run have nothing on it.
std::string pair_change(const Page& page, const std::string& a, const std::string& b);
std::string pair_flows(const Page& page, const std::string& a, const std::string& b);
std::string pair_trade(const Page& page, const std::string& a, const std::string& b);
std::string pair_shares(const Page& page, const std::string& a, const std::string& b);
std::string pair_partners(const Page& page, const std::string& a, const std::string& b);
std::string pair_energy(const Page& page, const std::string& a, const std::string& b);
std::string pair_pledges(const Page& page, const std::string& a, const std::string& b);
std::string pair_routes(const Page& page, const std::string& a, const std::string& b);
std::string pair_cut(const Page& page, const std::string& a, const std::string& b);
std::string pair_passages(const Page& page, const std::string& a, const std::string& b);
std::string pair_alignment(const Page& page, const std::string& a, const std::string& b);
std::string pair_reporters(const Page& page, const std::string& a, const std::string& b);

// "falls 1.8 %", "rises 0.4 %", "does not change": a sentence's verb and size from a fraction.
std::string moves(double fraction, const std::string& rises, const std::string& falls,
                  const std::string& stays);

// "China's customs (GACC)" and the like, for the sources named in the `source` column of rows.
std::string cite(const Page& page, const Rows& rows);
// "observed", "estimated" or "observed and estimated" from the `status` column.
std::string standing(const Rows& rows);

}  // namespace sogdia::report
