#pragma once
#include <memory>
#include <string>

#include "sogdia/io/table_io.h"
#include "sogdia/study/tables/result.h"

namespace sogdia {

// The study of a run that `sogdia run` has written, under the name that it had.
Study study_of_run(const std::string& folder);

// The run of a study (study_of_run) as it was computed: its tables and its summary from the folder, its
// network from the world pack, which must be the one that it was computed on. Nothing is searched or solved
// again. Throws Error where the folder is no run, lacks a file, or where a table of it does not go with the
// study.
Result read_run(const std::string& folder, const Study& study, std::shared_ptr<const World> world,
                const TableFiles& files = {});

}  // namespace sogdia
