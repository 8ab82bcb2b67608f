#include "sogdia/study/asked/study_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

double scale(const TomlTable& table, const char* key) {
  const double value = table.number(key, 1.0);
  require(table, key, value, value >= 0, "0 or more", "1 means no change, 0.5 half of it");
  return value;
}

double rate(const TomlTable& table, const char* key) {
  const double value = table.number(key, 0.0);
  require(table, key, value, value > -1 && value <= 10, "a fraction above -1 and at most 10",
          "a tariff of 12 % is 0.12");
  return value;
}

// A list of names that must not be empty where it is given.
std::vector<std::string> names_of(const TomlTable& table, const char* key) {
  auto names = table.texts(key);
  if (table.has(key) &&
      std::all_of(names.begin(), names.end(), [](const std::string& name) { return fold(name).empty(); }))
    throw table.error(key, fmt::format("`{}` is empty", key), "a change that touches nothing is a mistake");
  return names;
}

Site site_of(const TomlTable& table) {
  Site site;
  site.targets = names_of(table, "target");
  site.words = fmt::format("{}", fmt::join(site.targets, ", "));
  site.mode = lower_case(table.text("mode", ""));
  return site;
}

Pairs pairs_of(const TomlTable& table) {
  return {names_of(table, "exporters"), names_of(table, "importers"), table.flag("both_ways", false)};
}

template <class Kind>
NetworkChange scaled(const TomlTable& table) {
  if (!table.has("hours_scale") && !table.has("usd_scale"))
    throw Error(fmt::format("a change of kind `{}` needs `hours_scale` or `usd_scale`", Kind::kind),
                table.where(),
                "hours_scale = 0.5 halves the hours, usd_scale = 0.9 takes a tenth off the money");
  return Kind{site_of(table), scale(table, "hours_scale"), scale(table, "usd_scale")};
}

PolicyChange sanction(const TomlTable& table) {
  const double beta = table.number("beta", 0.0);
  require(table, "beta", beta, beta <= 0, "0 or below", "`beta` is the log change of trade: -0.7 halves it");
  return Sanction{pairs_of(table), beta};
}

PolicyChange decouple(const TomlTable& table) {
  const double cut = table.number("cut", 0.0);
  require(table, "cut", cut, cut >= 0 && cut < 1, "a fraction from 0 to below 1",
          "for a full stop use kind = \"embargo\"");
  return Decouple{pairs_of(table), cut};
}

double hat(const TomlTable& table) {
  const double value = table.number("hat", 1.0);
  require(table, "hat", value, value > 0, "above 0", "1 means no change, 1.02 two per cent more");
  return value;
}

// What a kind of change holds beside `name` and `kind`, and how it is read; the first `needed` keys must be
// there.
struct KindOfChange {
  const char* kind;
  std::vector<std::string> keys;
  std::size_t needed;
  AnyChange (*read)(const TomlTable&);
};

const std::vector<KindOfChange>& kinds_of_change() {
  using T = const TomlTable&;
  static const std::vector<KindOfChange> table{
      {Build::kind,
       {"projects"},
       1,
       [](T t) { return AnyChange(NetworkChange(Build{words_of(names_of(t, "projects"))})); }},
      {Upgrade::kind,
       {"target", "mode", "hours_scale", "usd_scale"},
       1,
       [](T t) { return AnyChange(scaled<Upgrade>(t)); }},
      {Close::kind, {"target", "mode"}, 1, [](T t) { return AnyChange(NetworkChange(Close{site_of(t)})); }},
      {Open::kind, {"target", "mode"}, 1, [](T t) { return AnyChange(NetworkChange(Open{site_of(t)})); }},
      {Border::kind,
       {"target", "mode", "hours_scale", "usd_scale"},
       1,
       [](T t) { return AnyChange(scaled<Border>(t)); }},
      {Dwell::kind,
       {"target", "hours_scale", "usd_scale"},
       1,
       [](T t) { return AnyChange(scaled<Dwell>(t)); }},
      {Tariff::kind,
       {"exporters", "importers", "rate_after", "rate_before", "both_ways"},
       3,
       [](T t) {
         return AnyChange(PolicyChange(Tariff{pairs_of(t), rate(t, "rate_before"), rate(t, "rate_after")}));
       }},
      {Embargo::kind,
       {"exporters", "importers", "both_ways", "exact"},
       2,
       [](T t) {
         return AnyChange(PolicyChange(Embargo{pairs_of(t), t.flag("exact", false)}));
       }},
      {Sanction::kind,
       {"exporters", "importers", "beta", "both_ways"},
       3,
       [](T t) { return AnyChange(sanction(t)); }},
      {Decouple::kind,
       {"exporters", "importers", "cut", "both_ways"},
       3,
       [](T t) { return AnyChange(decouple(t)); }},
      {Productivity::kind,
       {"countries", "hat"},
       2,
       [](T t) {
         return AnyChange(CountryChange(Productivity{names_of(t, "countries"), hat(t)}));
       }},
      {Labour::kind,
       {"countries", "hat"},
       2,
       [](T t) {
         return AnyChange(CountryChange(Labour{names_of(t, "countries"), hat(t)}));
       }},
      {Deficit::kind,
       {"countries", "deficit_scale"},
       2,
       [](T t) {
         return AnyChange(CountryChange(Deficit{names_of(t, "countries"), t.number("deficit_scale", 1.0)}));
       }},
  };
  return table;
}

const KindOfChange& kind_of_change(const TomlTable& table) {
  const std::string wanted = table.required_text("kind");
  std::vector<std::string> known;
  for (const auto& entry : kinds_of_change()) {
    if (wanted == entry.kind) return entry;
    known.emplace_back(entry.kind);
  }
  std::string hint = nearest_hint(wanted, known);
  if (hint.empty()) {
    for (const auto& name : known) hint += (hint.empty() ? "one of `" : ", `") + name + "`";
  }
  throw table.error("kind", fmt::format("unknown kind of change `{}`", wanted), hint);
}

}  // namespace

Change read_change(const TomlTable& table) {
  const KindOfChange& kind = kind_of_change(table);
  std::vector<std::string> allowed{"name", "kind"};
  allowed.insert(allowed.end(), kind.keys.begin(), kind.keys.end());
  table.allow_only(allowed);
  for (std::size_t k = 0; k < kind.needed; ++k) {
    if (!table.has(kind.keys[k]))
      throw Error(fmt::format("a change of kind `{}` needs `{}`", kind.kind, kind.keys[k]), table.where(),
                  fmt::format("add `{} = ...`", kind.keys[k]));
  }
  return {table.text("name", ""), kind.read(table), table.where()};
}

void require(const TomlTable& table, const char* key, double value, bool good, const char* expected,
             const char* hint) {
  if (!good) throw table.error(key, fmt::format("`{}` is {}, and must be {}", key, value, expected), hint);
}

std::vector<std::string> words_of(const std::vector<std::string>& texts) {
  std::vector<std::string> words;
  for (const auto& text : texts) {
    for (auto& word : split_list(text, ',')) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace sogdia
