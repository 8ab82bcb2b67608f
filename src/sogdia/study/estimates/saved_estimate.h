#pragma once
#include "sogdia/study/asked/study.h"

namespace sogdia {

// The study with the figures that its [model] takes from saved estimates, `theta = "estimate:NAME"` and
// `value_of_time = "estimate:NAME"`. NAME is, seen from the study's own folder,
//   FILE.json             what `sogdia estimate ... -o FILE.json` wrote, or a fit's save() in Python
//   FOLDER                a gravity study's run (`sogdia run studies/gravity.toml -o FOLDER`)
//   FOLDER#ESTIMATE       one of its estimates, or FILE.json#2 the second of several models
//
// theta is minus the coefficient of the log of a cost factor, log(1 + tariff): X ~ kappa^-theta. The ends of
// its interval are theta_high and theta_low, unless the study gives those itself. The value of time is the
// measure of that name of a gravity study: a fraction of value a day.
//
// Throws Error, placed at the study's line, where the file is missing or no estimate, has no such model, term
// or measure, did not converge, or has a figure that cannot be one: the wrong sign, no standard error.
Study with_estimates(const Study& study);

// Puts a figure in its place in the study: what the study itself says of theta's band stays.
void take_figure(Study& study, const ModelFigure& figure);

}  // namespace sogdia
