#pragma once
#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/tables/result.h"

namespace sogdia {

// A scenario on its base: links after the changes, their ways (where a link changed), kappa_hat, and the
// equilibrium at three trade elasticities. The study is resolved first (resolve_study), and the outcome holds
// it resolved. Throws Error as prepare does.
Outcome run(std::shared_ptr<const Baseline> base, const Study& study, int threads = 0,
            const Monitor& monitor = {});

// A result of its figures alone: no table, and no warning yet. Cheap beside the tables.
Result figures(const Outcome& outcome);

// The names of all tables, in the order of run_schema (output_schema.h).
const std::vector<std::string>& table_names();

// Adds the table of this name, where it is not there yet, and those that are computed with it. With
// `corridors` come the warnings. `name` is one of table_names().
void add_table(Result& result, const Outcome& outcome, const std::string& name, int threads = 0);

// All of it: the tables that run_schema lists, dependence of the study's pairs among them.
Result tables(const Outcome& outcome, int threads = 0, const Monitor& monitor = {});

// All of it, for one study alone.
Result run_study(const Study& study, std::shared_ptr<const World> world, int threads = 0,
                 const Monitor& monitor = {});

}  // namespace sogdia
