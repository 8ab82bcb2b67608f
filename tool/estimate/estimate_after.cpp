#include "estimate/estimate_after.h"

#include <fmt/format.h>

#include <utility>

#include "sogdia/gravity/after/margins.h"

namespace sogdia::tool {
namespace {

using Json = nlohmann::ordered_json;

std::string reset_text(const Reset& reset) {
  if (!reset.added) return "RESET: no test, the squared prediction is collinear with the model\n";
  return fmt::format("RESET: {} = {:.2f}, p {} of the squared prediction\n", reset.normal ? "z" : "t",
                     reset.statistic, reset.p < 0.001 ? "< 0.001" : fmt::format("= {:.3f}", reset.p));
}

Json json_of(const std::vector<Combination>& combinations) {
  Json list = Json::array();
  for (const auto& c : combinations) list.push_back(row_json("text", c.text, c));
  return list;
}

}  // namespace

After after_of(const Fit& fit, const Frame& frame, const EstimateArgs& args, const EstimateOptions& options,
               const Monitor& monitor) {
  After after;
  if (args.reset) after.reset = reset_test(fit, frame, options, monitor);
  for (const auto& text : args.lincom) after.lincoms.push_back(lincom(fit, text, args.level));
  for (const auto& text : args.wald) after.walds.push_back(wald(fit, text));
  for (const auto& text : args.margins)
    after.margins.push_back(margins(fit, frame, text, args.level, monitor));
  return after;
}

std::string after_text(const After& after, const Fit& fit) {
  std::string text;
  if (after.reset) text += reset_text(*after.reset);
  if (!after.lincoms.empty()) text += "Combinations:\n" + combination_text(after.lincoms, fit);
  for (const auto& test : after.walds) text += wald_text(test);
  if (!after.margins.empty()) text += "Average margins:\n" + combination_text(after.margins, fit);
  return text;
}

void add_after(Json& json, const After& after) {
  if (after.reset) json["reset"] = {{"statistic", after.reset->statistic}, {"p", after.reset->p}};
  if (!after.lincoms.empty()) json["lincom"] = json_of(after.lincoms);
  for (const auto& test : after.walds) {
    Json one = {
        {"restrictions", test.restrictions}, {"statistic", test.statistic}, {"df", test.df}, {"p", test.p}};
    one["distribution"] = test.normal ? "chi2" : "F";
    if (!test.normal) one["df_residual"] = test.df_t;
    json["wald"].push_back(std::move(one));
  }
  if (!after.margins.empty()) json["margins"] = json_of(after.margins);
}

}  // namespace sogdia::tool
