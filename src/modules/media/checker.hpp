// From the bytes somebody sent to what everybody may see.
#pragma once
#include "modules/media/repository.hpp"
#include "modules/media/service.hpp"
#include "platform/jobs/queue.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace gavel::media {

// Decides about uploads and publishes what is good. An attempt may be repeated: objects are written under names of their content, and
// the file becomes visible in one transaction, with everything or not at all.
class checker {
public:
    checker(storage::store& store, common& shared, std::function<void(album)> told)
        : store_(store),
          shared_(shared),
          told_(std::move(told)) {}

    awaitable<void> check(jobs::job j, pg::pool& pool);
    awaitable<void> turn(jobs::job j, pg::pool& pool);

private:
    awaitable<std::expected<repository::made, std::string>> publish(const file& f, std::shared_ptr<const std::string> content,
                                                                    runtime::deadline until);
    awaitable<std::expected<repository::made, std::string>> publish_picture(const file& f, std::shared_ptr<const std::string> content,
                                                                            runtime::deadline until);
    awaitable<repository::made> publish_document(const file& f, std::shared_ptr<const std::string> content, runtime::deadline until);
    awaitable<void> accept(const jobs::job& j, pg::pool& pool, const file& f, repository::made m, runtime::deadline until);
    awaitable<void> refuse_file(const jobs::job& j, pg::pool& pool, const file& f, std::string why, runtime::deadline until);

    storage::store& store_;
    common& shared_;
    std::function<void(album)> told_;
};

}  // namespace gavel::media
