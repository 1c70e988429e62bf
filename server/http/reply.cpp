// SPDX-License-Identifier: EUPL-1.2
#include <nlohmann/json.hpp>

#include "server/http/request.hpp"
#include "server/http/status.hpp"

namespace peilpunt::http {

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid:
        case ErrorCode::damaged:
        case ErrorCode::unsupported:
            return 400;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
        case ErrorCode::closed:
            return 409;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::unauthorized:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::busy:
        case ErrorCode::storage_full:
        case ErrorCode::storage_failed:
            return 503;
        case ErrorCode::internal:
            break;
    }
    return 500;
}

Reply Reply::html(std::string body, int status) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    return reply;
}

Reply Reply::json(std::string body, int status) {
    Reply reply;
    reply.status = status;
    reply.content_type = "application/json";
    reply.body = std::move(body);
    return reply;
}

Reply Reply::redirect(std::string location) {
    Reply reply;
    reply.status = 303;
    reply.content_type.clear();
    reply.headers.add("Location", std::move(location));
    return reply;
}

Reply Reply::moved(std::string location) {
    Reply reply = redirect(std::move(location));
    reply.status = 308;
    reply.headers.add("Cache-Control", "no-cache");  // what moved away may come back
    return reply;
}

Reply Reply::from(std::shared_ptr<const ReadyBytes> ready) {
    Reply reply;
    reply.content_type.clear();
    reply.ready = std::move(ready);
    return reply;
}

Reply Reply::problem(int status, std::string_view title, std::string_view detail,
                     const std::vector<Fault>& faults) {
    nlohmann::ordered_json json{{"status", status}, {"title", title}, {"detail", detail}};
    if (!faults.empty()) {
        auto& list = json["fouten"] = nlohmann::ordered_json::array();
        for (const auto& fault : faults) {
            list.push_back({{"veld", fault.field}, {"code", fault.code}, {"melding", fault.message}});
        }
    }
    Reply reply;
    reply.status = status;
    reply.content_type = std::string(kProblemType);
    reply.body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (status == 503) reply.headers.add("Retry-After", "10");
    return reply;
}

Reply Reply::problem(const Error& error) {
    const int status = status_of(error.code);
    // What a bug has to say is for nobody's screen.
    const std::string_view detail = status == 500 ? std::string_view() : std::string_view(error.message);
    return problem(status, title_of(status), detail.empty() ? sentence_of(status) : detail, error.faults);
}

}  // namespace peilpunt::http
