#include "platform/observe/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <system_error>

namespace gavel::metrics {

namespace {

std::map<std::string, std::string> to_map(const labels& with) { return {with.begin(), with.end()}; }

double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double total = 0, resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_files() {
    std::error_code ignored;
    const std::filesystem::directory_iterator all("/proc/self/fd", ignored);
    return static_cast<double>(std::distance(begin(all), end(all)));
}

}  // namespace

void counter::add(double amount) const { of_->Increment(amount); }
void gauge::set(double value) const { of_->Set(value); }
void gauge::add(double amount) const { of_->Increment(amount); }
void histogram::observe(double value) const { of_->Observe(value); }

const std::vector<double>& seconds_bounds() {
    static const std::vector<double> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    return bounds;
}

struct registry::state {
    mutable std::mutex mutex;  // of instruments being added; counting needs no lock
    prometheus::Registry all;
    prometheus::Gauge& resident =
        prometheus::BuildGauge().Name("process_resident_memory_bytes").Help("Resident memory").Register(all).Add({});
    prometheus::Gauge& files = prometheus::BuildGauge().Name("process_open_fds").Help("Open file descriptors").Register(all).Add({});
};

registry::registry() : state_(std::make_unique<state>()) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    add_gauge("process_start_time_seconds", "Start of the process since 1970").set(std::chrono::duration<double>(now).count());
}

registry::~registry() = default;

counter registry::add_counter(const std::string& name, const std::string& help, const labels& with) {
    const std::lock_guard lock(state_->mutex);
    return counter(prometheus::BuildCounter().Name(name).Help(help).Register(state_->all).Add(to_map(with)));
}

gauge registry::add_gauge(const std::string& name, const std::string& help, const labels& with) {
    const std::lock_guard lock(state_->mutex);
    return gauge(prometheus::BuildGauge().Name(name).Help(help).Register(state_->all).Add(to_map(with)));
}

histogram registry::add_histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds, const labels& with) {
    const std::lock_guard lock(state_->mutex);
    return histogram(prometheus::BuildHistogram().Name(name).Help(help).Register(state_->all).Add(to_map(with), bounds));
}

std::string registry::text() const {
    state_->resident.Set(resident_bytes());
    state_->files.Set(open_files());
    return prometheus::TextSerializer().Serialize(state_->all.Collect());
}

}  // namespace gavel::metrics
