#include "sogdia/report/initiative.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sogdia/report/charts/chart_bars.h"
#include "sogdia/report/charts/chart_lines.h"
#include "sogdia/report/charts/format.h"

namespace sogdia::report {

namespace {

std::string count_text(double value) { return std::isfinite(value) ? fixed(value, 0) : ""; }

// "Belt and Road Forum for International Cooperation" of "Third Belt and Road Forum ...": a series.
std::string series_of(const std::string& name) {
  const std::size_t space = name.find(' ');
  return space == std::string::npos ? name : name.substr(space + 1);
}

std::string forum_figure(const Page& page, const std::string& id) {
  const Rows all = world_rows(page.result, "forums");
  const std::ptrdiff_t found = all.find("forum_id", id);
  if (found < 0) return "";
  const auto at = static_cast<std::size_t>(found);
  const std::string series = series_of(all.text(at, "name"));
  const Rows forums = all.where([&](std::size_t row) { return series_of(all.text(row, "name")) == series; })
                          .by_text("from_date");
  Figure figure;
  figure.id = "forum";
  BarChart chart;
  figure.table.columns = {"Forum",           "Countries announced", "Countries present", "Leaders announced",
                          "Leaders present", "Participants"};
  figure.table.numeric = {false, true, true, true, true, true};
  for (std::size_t row = 0; row < forums.size(); ++row) {
    const double announced = forums.number(row, "announced_countries"),
                 present = forums.number(row, "actual_countries");
    figure.table.rows.push_back(
        {forums.text(row, "from_date").substr(0, 4) + ", " + forums.text(row, "place"), count_text(announced),
         count_text(present), count_text(forums.number(row, "announced_leaders")),
         count_text(forums.number(row, "actual_leaders")),
         count_text(forums.number(row, "actual_participants"))});
    bool first = true;
    for (const auto& [value, words, css] :
         {std::tuple{announced, "announced", "f-soft"}, {present, "present", "f-main"}}) {
      if (!(value > 0)) continue;
      Bar bar;
      bar.label = words;
      bar.value = value;
      bar.text = fixed(value, 0);
      bar.css = css;
      if (first)
        bar.gap_before = forums.text(row, "from_date").substr(0, 4) + ", " + forums.text(row, "place");
      first = false;
      chart.bars.push_back(bar);
    }
  }
  const double announced = all.number(at, "announced_countries"),
               present = all.number(at, "actual_countries");
  const std::string when = date(all.text(at, "from_date").substr(0, 7));
  figure.title = present > 0 && announced > 0
                     ? fmt::format("{}: {} countries came, {} had been announced", all.text(at, "name"),
                                   fixed(present, 0), fixed(announced, 0))
                 : present > 0 ? fmt::format("{}: {} countries came", all.text(at, "name"), fixed(present, 0))
                               : fmt::format("{}, {}", all.text(at, "name"), when);
  figure.subtitle = "Countries announced and present at each forum of the series, as the hosts printed them";
  figure.note = all.text(at, "note").empty() ? "" : "Of this forum: " + all.text(at, "note") + ".";
  std::set<std::string> sources;
  for (std::size_t row = 0; row < forums.size(); ++row) {
    for (const char* column : {"announced_source", "actual_source"}) {
      for (const std::string& key : split(forums.text(row, column)))
        page.cited.insert(key), sources.insert(key);
    }
  }
  std::vector<std::string> names;
  const Rows list_of = world_rows(page.result, "sources");
  for (const std::string& key : sources) {
    const std::ptrdiff_t row = list_of.find("source", key);
    if (row < 0) continue;
    const std::string publisher = list_of.text(static_cast<std::size_t>(row), "publisher");
    if (!publisher.empty() && std::find(names.begin(), names.end(), publisher) == names.end())
      names.push_back(publisher);
  }
  figure.source = names.empty() ? "Sogdia’s world pack" : list(names);
  figure.status = "observed";
  figure.table.caption = figure.subtitle;
  figure.table.file = "forums";
  figure.table_open = true;
  if (!chart.bars.empty()) {
    chart.title = figure.title;
    chart.desc = "Bars of countries announced and present, by forum.";
    chart.tick = [](double value) { return significant(value); };
    figure.draw = [&](Width width, const std::string& svg) { return draw_bars(chart, width, svg); };
  }
  return html_figure(figure);
}

// Members of the bloc by year.
std::string members_figure(const Page& page, const std::string& bloc) {
  const Rows rows = world_rows(page.result, "blocs").where("bloc", bloc);
  std::map<int, int> joined, left;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double from = rows.number(row, "from_year"), to = rows.number(row, "to_year");
    if (from > 0) joined[static_cast<int>(from)] += 1;
    if (to > 0) left[static_cast<int>(to)] += 1;
  }
  if (joined.size() < 3) return "";
  Figure figure;
  figure.id = "members";
  LineChart chart;
  figure.table.columns = {"Year", "Joined", "Left", "Members"};
  figure.table.numeric = {true, true, true, true};
  int members = 0;
  Line line{"members", "", {}, "l-main", "", 0};
  const int first = joined.begin()->first,
            last = std::max(joined.rbegin()->first, left.empty() ? 0 : left.rbegin()->first);
  for (int year = first; year <= last; ++year) {
    members += joined[year];
    line.points.emplace_back(year, members - left[year]);
    figure.table.rows.push_back({std::to_string(year), std::to_string(joined[year]),
                                 std::to_string(left[year]), std::to_string(members - left[year])});
    members -= left[year];
    chart.x_ticks.emplace_back(year, std::to_string(year));
  }
  line.end_text = std::to_string(members);
  std::string name = rows.text(0, "name");
  name = name.substr(0, name.find_first_of(":("));
  figure.title = fmt::format("{} countries were members of the {} in {}", members, name, last);
  figure.subtitle = fmt::format(
      "Members at the end of each year, by the year from which the lists have them, {}–{}", first, last);
  figure.source = cite(page, rows);
  figure.status = "observed";
  figure.table.caption = figure.subtitle;
  figure.table.file = "members";
  chart.lines = {line};
  chart.title = figure.title;
  chart.desc = "A line of members by year.";
  chart.tick = [](double value) { return significant(value); };
  figure.draw = [&](Width width, const std::string& svg) { return draw_lines(chart, width, svg); };
  return html_figure(figure);
}

// Projects opened in ten years by kind. The pack's projects are those of the Belt and Road.
std::string projects_figure(const Page& page, const std::string& bloc) {
  if (bloc != "BRI") return "";
  const Rows all = world_rows(page.result, "projects");
  int last = 0;
  for (std::size_t row = 0; row < all.size(); ++row) {
    if (all.text(row, "project_status") == "open")
      last = std::max(last, static_cast<int>(std::max(0.0, all.number(row, "opened_year"))));
  }
  last = std::min(last, page.result.study.base.year);
  const int first = last - 9;
  struct Kind {
    std::string kind;
    int opened = 0;
    double usd = 0;
    int priced = 0;
  };
  std::vector<Kind> kinds;
  int opened = 0;
  for (std::size_t row = 0; row < all.size(); ++row) {
    const double year = all.number(row, "opened_year"), cost = all.number(row, "cost_usd");
    if (all.text(row, "project_status") != "open" || !(year >= first) || !(year <= last)) continue;
    const std::string kind = all.text(row, "kind");
    auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.kind == kind; });
    if (found == kinds.end()) found = kinds.insert(kinds.end(), {kind, 0, 0, 0});
    found->opened += 1, opened += 1;
    if (cost > 0) found->usd += cost, found->priced += 1;
  }
  if (kinds.empty()) return "";
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const Kind& p, const Kind& q) { return p.opened > q.opened; });
  static const std::map<std::string, std::string> kPlural{
      {"port", "ports"},         {"railway", "railways"},      {"road", "roads"},
      {"airport", "airports"},   {"zone", "industrial zones"}, {"crossing", "border crossings"},
      {"pipeline", "pipelines"}, {"train", "train services"},  {"canal", "canals"}};
  const auto plural = [](const std::string& kind) {
    const auto found = kPlural.find(kind);
    return found == kPlural.end() ? kind : found->second;
  };
  Figure figure;
  figure.id = "ten-years";
  BarChart chart;
  figure.table.columns = {"Kind", "Opened", "Cost as printed", "with a cost"};
  figure.table.numeric = {false, true, true, true};
  for (const Kind& kind : kinds) {
    Bar bar;
    bar.label = capitalised(plural(kind.kind));
    bar.value = kind.opened;
    bar.text = std::to_string(kind.opened) + (kind.usd > 0 ? "  " + money(kind.usd) : "");
    chart.bars.push_back(bar);
    figure.table.rows.push_back({bar.label, std::to_string(kind.opened), kind.usd > 0 ? money(kind.usd) : "",
                                 std::to_string(kind.priced)});
  }
  figure.table.rows.push_back({"All", std::to_string(opened), "", ""});
  figure.title = fmt::format("{} of its projects in the pack opened from {} to {}; most are {}, {}", opened,
                             first, last, plural(kinds.front().kind), kinds.front().opened);
  figure.subtitle =
      fmt::format("Projects opened by kind, {}–{}, and their cost where one was printed", first, last);
  figure.note = "A choice of the larger projects, not all that were built.";
  figure.source = cite(page, all);
  figure.status = "observed; costs as printed";
  figure.table.caption = figure.subtitle;
  figure.table.file = "ten-years";
  chart.title = figure.title;
  chart.desc = "Bars of projects opened by kind.";
  chart.tick = [](double value) { return significant(value); };
  figure.draw = [&](Width width, const std::string& svg) { return draw_bars(chart, width, svg); };
  return html_figure(figure);
}

std::string votes_figure(const Page& page, const std::string& a, const std::string& b) {
  const Rows votes = world_rows(page.result, "un_votes");
  const Rows resolutions = world_rows(page.result, "un_resolutions").by_text("date");
  const std::string x = country_name(page.result, a), y = country_name(page.result, b);
  Figure figure;
  figure.id = "votes";
  figure.table.columns = {"Date", "Resolution", capitalised(x), capitalised(y), "Yes", "No", "Abstained"};
  figure.table.numeric = {false, false, false, false, true, true, true};
  int same = 0;
  std::map<std::string, int> of_a, of_b;
  for (std::size_t row = 0; row < resolutions.size(); ++row) {
    const std::string id = resolutions.text(row, "resolution");
    const auto vote = [&](const std::string& code) {
      const Rows found = votes.where(
          [&](std::size_t k) { return votes.text(k, "resolution") == id && votes.text(k, "iso3") == code; });
      return found.empty() ? std::string() : found.text(0, "vote");
    };
    const std::string p = vote(a), q = vote(b);
    if (p.empty() && q.empty()) continue;
    same += p == q;
    of_a[p] += 1, of_b[q] += 1;
    figure.table.rows.push_back({date(resolutions.text(row, "date")), resolutions.text(row, "name"), p, q,
                                 count_text(resolutions.number(row, "yes")),
                                 count_text(resolutions.number(row, "no")),
                                 count_text(resolutions.number(row, "abstain"))});
  }
  if (figure.table.rows.empty()) return "";
  const auto words = [&](const std::string& name, const std::map<std::string, int>& of) {
    std::vector<std::string> parts;
    for (const auto& [vote, verb] : {std::pair{"yes", "voted yes"},
                                     {"no", "voted no"},
                                     {"abstain", "abstained"},
                                     {"absent", "stayed away"}}) {
      if (const auto found = of.find(vote); found != of.end())
        parts.push_back(fmt::format("{} {} {}", verb, found->second, found->second == 1 ? "time" : "times"));
    }
    return capitalised(with_article(name)) + " " + list(parts);
  };
  figure.title = words(x, of_a) + "; " + with_article(y) + words(y, of_b).substr(with_article(y).size());
  figure.subtitle = fmt::format(
      "Votes of the General Assembly’s emergency session on Ukraine; the two voted alike on {} of {}", same,
      figure.table.rows.size());
  figure.source = cite(page, resolutions);
  figure.status = "observed";
  figure.table.caption = "How the two voted";
  figure.table.file = "votes";
  figure.table_open = true;
  return html_figure(figure);
}

std::string meetings_figure(const Page& page, const std::string& a, const std::string& b) {
  const Rows all = world_rows(page.result, "events");
  const Rows events = all.where([&](std::size_t row) {
                           const auto parties = split(all.text(row, "parties"));
                           const auto has = [&](const std::string& code) {
                             return std::find(parties.begin(), parties.end(), code) != parties.end();
                           };
                           return parties.size() == 2 && has(a) && has(b);
                         })
                          .by_text("date");
  if (events.size() < 3) return "";
  int met = 0;
  Figure figure;
  figure.id = "meetings";
  figure.table.columns = {"Date", "Kind", "What"};
  figure.table.numeric = {false, false, false};
  for (std::size_t row = 0; row < events.size(); ++row) {
    const std::string kind = events.text(row, "kind");
    met += kind == "visit" || kind == "meeting" || kind == "video";
    figure.table.rows.push_back({date(events.text(row, "date")), kind, events.text(row, "title")});
  }
  figure.title =
      fmt::format("{} visits, meetings and talks by video of the two leaders are in the pack, {} to {}", met,
                  events.text(0, "date").substr(0, 4), events.text(events.size() - 1, "date").substr(0, 4));
  figure.subtitle = "Meetings, pledges and agreements between the two, as printed";
  figure.source = cite(page, events);
  figure.status = "observed";
  figure.table.caption = figure.subtitle;
  figure.table.file = "meetings";
  figure.note = fmt::format("{} meetings.", met);
  return html_figure(figure);
}

}  // namespace

std::string section_initiative(const Page& page, const std::string& bloc, const std::string& forum) {
  const std::string body = forum_figure(page, forum) +
                           (bloc.empty() ? "" : members_figure(page, bloc) + projects_figure(page, bloc));
  if (body.empty()) return "";
  return "<section id=\"initiative\"><h2>" +
         std::string(forum.empty()  ? "The initiative"
                     : bloc.empty() ? "The forum"
                                    : "The forum and ten years of the initiative") +
         "</h2>" + body + "</section>\n";
}

std::string section_votes(const Page& page, const std::string& a, const std::string& b) {
  const std::string body = votes_figure(page, a, b) + on_screen(meetings_figure(page, a, b));
  return body.empty() ? "" : "<section id=\"votes\"><h2>Neutrality and meetings</h2>" + body + "</section>\n";
}

}  // namespace sogdia::report
