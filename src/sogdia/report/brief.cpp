#include "sogdia/report/brief.h"

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/report/charts/format.h"
#include "sogdia/report/facts/rows.h"
#include "sogdia/report/facts/story.h"
#include "sogdia/report/maps/map_world.h"
#include "sogdia/report/page_shell.h"
#include "sogdia/report/sections/section.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/id_named.h"

namespace sogdia {

namespace {

using namespace report;

std::string section_of(const Page& page, Topic topic, bool with_facts) {
  switch (topic) {
    case Topic::sanction:
    case Topic::tariff:
      return section_policy(page, topic);
    case Topic::closure:
    case Topic::project:
      return section_ways(page, topic, with_facts);
    case Topic::economy:
      break;
  }
  return section_economy(page);
}

// What the changes do, each kind by its own section; nothing without changes.
std::string change_sections(const Page& page) {
  std::string out;
  bool ways_told = false;
  for (const Topic topic : topics_of(page.result.study.scenario)) {
    const bool ways = topic == Topic::closure || topic == Topic::project;
    out += section_of(page, topic, !(ways && ways_told));
    ways_told = ways_told || ways;
  }
  return out;
}

}  // namespace

Study titled(Study study, const World& world) {
  const auto name = [&](const std::string& words) {
    try {
      return country_name(world, find_country(world, words));
    } catch (const Error&) {
      return words;  // a bloc, or what is told when the study is resolved
    }
  };
  if (!study.pairs.empty()) {
    study.title = name(study.pairs.front().first) + " and " + name(study.pairs.front().second);
    study.subtitle = "What the two trade, what each would lose without the other, and the ways between them";
  } else if (!study.countries.empty()) {
    study.title = name(study.countries.front());
    study.subtitle = "Its partners, what it sells, and what runs through it";
  } else if (!study.corridors.empty()) {
    const auto& corridors = world.records.works.corridors;
    study.title = study.corridors.front();
    const auto id = corridor_named(corridors, study.title);
    for (const Corridor& corridor : corridors)
      if (corridor.id == id) study.title = corridor.name;
    study.subtitle = "Its way, where the days and dollars go, its projects, and the trade along it";
  }
  return study;
}

std::string write_brief(const Result& result) {
  const Page page = make_page(result);
  const bool changes = !result.study.scenario.changes.empty();
  std::string body = change_sections(page);
  for (const auto& [a, b] : result.study.pairs) body += section_pair(page, a, b);
  for (const auto& id : result.study.countries) body += section_country(page, id);
  if (!changes) {
    for (const auto& corridor : result.study.corridors) body += section_corridor(page, corridor);
  }
  body += section_countries(page);
  const std::string title = result.study.title.empty() ? "A Sogdia brief" : result.study.title;
  return write_page(page, {title, result.study.subtitle, "Sogdia brief"}, body + section_methods(page));
}

}  // namespace sogdia
