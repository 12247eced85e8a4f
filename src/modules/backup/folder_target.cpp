// Each call is one piece of blocking work; the lambda is named first (docs/develop/compiler-traps.md).
#include "modules/backup/folder_target.hpp"

#include "modules/backup/folder_files.hpp"
#include "modules/backup/self_test.hpp"

namespace gavel::backup {
namespace {

template <class F>
awaitable<std::invoke_result_t<F>> blocking(runtime::worker_pool& workers, F work) {
    try {
        co_return co_await workers.run(std::move(work));
    } catch (const runtime::overloaded& e) {
        throw target_failure(target_failure::reason::unreachable, e.what());
    }
}

}  // namespace

class folder_target::outgoing : public outgoing_file {
public:
    outgoing(std::unique_ptr<folder_files::draft> file, runtime::worker_pool& workers) : file_(std::move(file)), workers_(workers) {}

    awaitable<void> append(std::shared_ptr<const std::string> chunk, deadline) override {
        auto work = [&] { file_->append(*chunk); };
        co_await blocking(workers_, std::move(work));
    }
    awaitable<stored_file> finish(std::shared_ptr<const std::string> rest, deadline) override {
        auto work = [&] {
            file_->append(*rest);
            return file_->end();
        };
        co_return co_await blocking(workers_, std::move(work));
    }

private:
    const std::unique_ptr<folder_files::draft> file_;
    runtime::worker_pool& workers_;
};

folder_target::folder_target(std::string folder, runtime::worker_pool& workers)
    : files_(std::make_unique<folder_files>(std::move(folder))),
      workers_(workers) {}

folder_target::~folder_target() = default;

std::string folder_target::description() const { return "the folder " + files_->folder(); }

awaitable<std::unique_ptr<outgoing_file>> folder_target::create(std::string name, deadline) {
    auto work = [&] {
        if (!swept_) files_->sweep();
        swept_ = true;
        return std::make_unique<folder_files::draft>(*files_, name);
    };
    auto begun = co_await blocking(workers_, std::move(work));
    co_return std::make_unique<outgoing>(std::move(begun), workers_);
}

awaitable<std::vector<stored_file>> folder_target::list(std::string prefix, deadline) {
    auto work = [&] { return files_->list(prefix); };
    co_return co_await blocking(workers_, std::move(work));
}

awaitable<std::optional<std::string>> folder_target::read(std::string name, std::uint64_t from, std::size_t count, deadline) {
    auto work = [&] { return files_->read(name, from, count); };
    co_return co_await blocking(workers_, std::move(work));
}

awaitable<void> folder_target::remove(std::string name, deadline) {
    auto work = [&] { files_->remove(name); };
    co_await blocking(workers_, std::move(work));
}

awaitable<std::optional<std::uint64_t>> folder_target::room(deadline) {
    auto work = [&] { return std::optional<std::uint64_t>(files_->room()); };
    co_return co_await blocking(workers_, std::move(work));
}

awaitable<std::vector<std::string>> folder_target::self_test(deadline until) { co_return co_await tried_out(*this, until); }

}  // namespace gavel::backup
