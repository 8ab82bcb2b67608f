#pragma once
#include "sogdia/core/monitor.h"
#include "sogdia/study/result.h"
#include "sogdia/study/study.h"
#include "sogdia/study/world.h"

namespace sogdia {

// The pipeline of one study: networks before and after, skims, country costs, kappa_hat, equilibrium at three
// trade elasticities, dependence of the study's pairs, and the tables that result.h lists. `study` must be
// resolved (resolve_study); `world` must outlive the result.
//
// Split: run.cpp the pipeline; stages.h what the stages hand on; corridor_tables, country_tables, pair_tables
// the tables. Written by the lead engineer (in progress): the tool only calls run_study.
Result run_study(const Study& study, const World& world, int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
