#include "route/network_args.h"

#include "sogdia/core/names.h"

namespace sogdia::tool {

NetworkAsked asked_of(const NetworkArgs& args) {
  return {split_list(args.projects, ','), args.close, args.open, args.avoid, "--"};
}

}  // namespace sogdia::tool
