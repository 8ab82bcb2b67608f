#pragma once
#include <nlohmann/json_fwd.hpp>

#include "sogdia/gravity/models/estimate.h"

namespace sogdia::tool {

// Adds `iv` to a fit's object, where the model has instruments.
void add_iv(nlohmann::ordered_json& json, const Fit& fit);

// A list of coefficients.
nlohmann::ordered_json coefficients_json(const std::vector<Coefficient>& coefficients);

}  // namespace sogdia::tool
