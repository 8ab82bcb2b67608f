#include <fstream>
#include <iostream>

#include "report/sample_result.h"
#include "sogdia/report/brief.h"

// report_sample FOLDER OUT: the page of the fixture, to be looked at; FOLDER holds map.json.
int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: report_sample FOLDER OUT.html\n";
    return 2;
  }
  const auto sample = sogdia::fixture::sample(argv[1]);
  std::ofstream(argv[2]) << sogdia::write_brief(sample.result);
}
