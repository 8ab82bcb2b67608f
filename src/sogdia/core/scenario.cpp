#include "sogdia/core/scenario.h"

#include <fmt/format.h>

namespace sogdia {
namespace {

constexpr auto kKind = [](const auto& change) { return change.kind; };

template <class Found, class Any>
Found* find_site(Any& any) {
  return visit_kind(
      [](auto& change) -> Found* {
        if constexpr (requires { change.site; })
          return &change.site;
        else
          return nullptr;
      },
      any);
}

std::string list(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

}  // namespace

const char* kind_of(const AnyChange& any) { return visit_kind(kKind, any); }
const char* kind_of(const NetworkChange& change) { return visit_kind(kKind, change); }

Site* site_of(AnyChange& any) { return find_site<Site>(any); }
const Site* site_of(const AnyChange& any) { return find_site<const Site>(any); }

const Build* build_of(const AnyChange& any) {
  const auto* network = std::get_if<NetworkChange>(&any);
  return network ? std::get_if<Build>(network) : nullptr;
}

std::vector<std::vector<std::string>*> countries_of(AnyChange& any) {
  return visit_kind(
      [](auto& change) -> std::vector<std::vector<std::string>*> {
        if constexpr (requires { change.pairs; })
          return {&change.pairs.exporters, &change.pairs.importers};
        else if constexpr (requires { change.countries; })
          return {&change.countries};
        else
          return {};
      },
      any);
}

std::string words_of(const AnyChange& any) {
  return visit_kind(
      [](const auto& change) {
        std::string rest;
        if constexpr (requires { change.site; })
          rest = change.site.words;
        else if constexpr (requires { change.projects; })
          rest = list(change.projects);
        else if constexpr (requires { change.pairs; })
          rest = list(change.pairs.exporters) + " to " + list(change.pairs.importers);
        else
          rest = list(change.countries);
        return rest.empty() ? std::string(change.kind) : std::string(change.kind) + " " + rest;
      },
      any);
}

}  // namespace sogdia
