#include "depend/depend_parts.h"

#include <fmt/format.h>

#include <cmath>

namespace sogdia::tool {
namespace {

double fraction_lost(double loss, bool log_points) { return log_points ? -std::expm1(-loss) : loss; }

}  // namespace

Json losses_json(const Losses& losses) {
  return {{"short_run", losses.high}, {"medium_run", losses.mid}, {"long_run", losses.low}};
}

Json horizons_json(const Horizons& horizons) {
  return {{"short_run", horizons.theta_low},
          {"medium_run", horizons.theta_mid},
          {"long_run", horizons.theta_high}};
}

Json side_json(const OneSided& one, bool solved) {
  Json out = {{"export_share", one.export_share},
              {"import_share", one.import_share},
              {"exports_over_gdp", one.exports_over_gdp},
              {"imports_over_gdp", one.imports_over_gdp},
              {"cutoff_loss", losses_json(one.cutoff)}};
  if (solved) out["equilibrium_loss"] = losses_json(one.ge);
  out["over_other_buyers"] = one.over_other_buyers;
  out["over_other_sellers"] = one.over_other_sellers;
  if (solved) {
    out["exports_replaced"] = one.exports_replaced;
    out["imports_replaced"] = one.imports_replaced;
  }
  out["hhi_exports"] = one.hhi_exports;
  out["hhi_imports"] = one.hhi_imports;
  out["effective_export_partners"] = one.effective_export_partners;
  out["effective_import_partners"] = one.effective_import_partners;
  return out;
}

Json ratio_json(const LossRatio& ratio) {
  return {{"low", ratio.low},
          {"mid", ratio.mid},
          {"high", ratio.high},
          {"of", ratio.equilibrium ? "equilibrium_loss" : "cutoff_loss"}};
}

Json flow_json(const PartyFlow& flow) {
  if (!(flow.usd > 0)) return nullptr;
  Json out = {{"value_usd", flow.usd}};
  if (std::isfinite(flow.factor)) out["interval_80"] = {flow.low(), flow.high()};
  out["reported_by"] = classes_text(flow);
  out["reported_parts"] = Json::object();
  for (const auto& [name, part] : flow.reported_by) out["reported_parts"][name] = part;
  return out;
}

std::string per_cent(double fraction) {
  return std::isfinite(fraction) ? fmt::format("{:.2f} %", fraction * 100) : "not known";
}

std::string tonnes_text(double tonnes) {
  if (!std::isfinite(tonnes)) return "";
  if (tonnes >= 1e6) return fmt::format("{:.2f} m", tonnes / 1e6);
  return tonnes >= 1e3 ? fmt::format("{:.1f} k", tonnes / 1e3) : fmt::format("{:.0f}", tonnes);
}

std::string detour_text(double days) {
  if (!std::isfinite(days)) return "";
  return days > 0 ? fmt::format("{:.1f}", days) : "dearer, not slower";
}

std::string losses_text(const Losses& losses, bool log_points) {
  const auto of = [&](double loss) { return 100 * fraction_lost(loss, log_points); };
  if (!std::isfinite(losses.mid)) return "not known";
  return fmt::format("{:.2f} % ({:.2f} to {:.2f})", of(losses.mid), of(losses.low), of(losses.high));
}

std::string flow_text(const PartyFlow& flow) {
  if (!(flow.usd > 0)) return "none";
  const double unit = flow.usd >= 1e9 ? 1e9 : 1e6;
  const auto amount = [&](double usd) { return fmt::format("{:.1f}", usd / unit); };
  std::string text = amount(flow.usd) + (unit == 1e9 ? " bn" : " m");
  if (std::isfinite(flow.factor)) text += fmt::format(" ({} to {})", amount(flow.low()), amount(flow.high()));
  return text;
}

}  // namespace sogdia::tool
