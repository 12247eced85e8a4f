// The commands of main.cpp. Each returns the exit code of the process; `config_file` may be empty.
#pragma once
#include <string>

namespace gavel::app {

int serve(const std::string& config_file);
int migrate(const std::string& config_file);
int print_config(const std::string& config_file);
int document_config();
int print_routes();
int print_dead_jobs(const std::string& config_file);
int retry_dead_jobs(const std::string& config_file);

}  // namespace gavel::app
