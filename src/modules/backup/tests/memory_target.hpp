// A place in memory that can be told to fail.
#pragma once
#include "base/random.hpp"
#include "modules/backup/target.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gavel::backup::in_memory {

class memory_target : public target {
public:
    explicit memory_target(std::string name = "the memory") : name_(std::move(name)) {}

    bool away = false;            // nothing can be asked of it
    int appends_until_away = -1;  // counts down
    std::map<std::string, std::string> files;
    std::map<std::string, std::chrono::system_clock::time_point> made;

    std::string description() const override { return name_; }
    awaitable<std::unique_ptr<outgoing_file>> create(std::string name, deadline) override {
        require_there();
        co_return std::make_unique<outgoing>(*this, std::move(name));
    }
    awaitable<std::vector<stored_file>> list(std::string prefix, deadline) override {
        require_there();
        std::vector<stored_file> found;
        for (const auto& [name, content] : files)
            if (name.starts_with(prefix)) found.push_back(seen(name));
        co_return found;
    }
    awaitable<std::optional<std::string>> read(std::string name, std::uint64_t from, std::size_t count, deadline) override {
        require_there();
        const auto found = files.find(name);
        if (found == files.end()) co_return std::nullopt;
        co_return from < found->second.size() ? found->second.substr(from, count) : std::string();
    }
    awaitable<void> remove(std::string name, deadline) override {
        require_there();
        files.erase(name);
        co_return;
    }
    awaitable<std::optional<std::uint64_t>> room(deadline) override { co_return std::nullopt; }
    awaitable<std::vector<std::string>> self_test(deadline) override { co_return std::vector<std::string>(); }

private:
    class outgoing : public outgoing_file {
    public:
        outgoing(memory_target& at, std::string name) : at_(at), name_(std::move(name)) {}
        awaitable<void> append(std::shared_ptr<const std::string> chunk, deadline) override {
            take(*chunk);
            co_return;
        }
        awaitable<stored_file> finish(std::shared_ptr<const std::string> rest, deadline) override {
            take(*rest);
            at_.files[name_] = content_;
            at_.made[name_] = std::chrono::system_clock::now();
            co_return at_.seen(name_);
        }

    private:
        void take(const std::string& bytes) {
            at_.require_there();
            if (at_.appends_until_away >= 0 && at_.appends_until_away-- == 0)
                throw target_failure(target_failure::reason::unreachable, "it went away");
            content_ += bytes;
        }
        memory_target& at_;
        std::string name_, content_;
    };

    void require_there() const {
        if (away) throw target_failure(target_failure::reason::unreachable, name_ + " does not answer");
    }
    stored_file seen(const std::string& name) {
        stored_file f;
        f.name = name;
        f.bytes = files[name].size();
        f.sha256 = hex(gavel::sha256(files[name]));
        f.created = made[name];
        return f;
    }

    std::string name_;
};

}  // namespace gavel::backup::in_memory
