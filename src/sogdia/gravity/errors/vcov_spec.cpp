#include <string>

#include "sogdia/core/error.h"
#include "sogdia/gravity/errors/vcov.h"

namespace sogdia {
namespace {

constexpr std::size_t kMostClusters = 8;  // 255 sets

[[noreturn]] void refuse(std::string_view text, const std::string& what) {
  throw Error(
      what, "vcov `" + std::string(text) + "`",
      "write iid, hetero, cluster:exporter^importer, cluster:exporter+importer or dyadic:exporter+importer");
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

VcovSpec parse_vcov(std::string_view text) {
  const std::string_view all = trimmed(text);
  const std::size_t colon = all.find(':');
  const std::string_view kind = trimmed(all.substr(0, colon));
  VcovSpec spec;
  if (kind == "iid" || kind == "hetero" || kind == "HC1" || kind == "robust") {
    if (colon != std::string_view::npos) refuse(text, "`" + std::string(kind) + "` takes no columns");
    spec.kind = kind == "iid" ? VcovSpec::Kind::iid : VcovSpec::Kind::hetero;
    return spec;
  }
  if (kind != "cluster" && kind != "dyadic")
    refuse(text, all.empty() ? "errors without a name" : "unknown errors `" + std::string(kind) + "`");
  spec.kind = kind == "cluster" ? VcovSpec::Kind::cluster : VcovSpec::Kind::dyadic;
  std::string_view rest = colon == std::string_view::npos ? std::string_view() : all.substr(colon + 1);
  while (true) {
    const std::size_t plus = rest.find('+');
    const std::string_view factor = trimmed(rest.substr(0, plus));
    if (factor.empty()) refuse(text, "`" + std::string(kind) + ":` needs columns");
    spec.columns.push_back(parse_factor(factor));
    if (plus == std::string_view::npos) break;
    rest.remove_prefix(plus + 1);
  }
  if (spec.kind == VcovSpec::Kind::dyadic && spec.columns.size() != 2)
    refuse(text,
           "`dyadic` takes two columns, the two sides of a pair, not " + std::to_string(spec.columns.size()));
  if (spec.columns.size() > kMostClusters)
    refuse(text, std::to_string(spec.columns.size()) + " clusters; at most " + std::to_string(kMostClusters));
  return spec;
}

}  // namespace sogdia
