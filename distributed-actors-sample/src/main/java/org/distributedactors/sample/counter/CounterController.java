package org.distributedactors.sample.counter;

import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.boot.actor.Whereis;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The counter over HTTP. It does not matter on which node the request arrives.
@RestController
@RequestMapping("/counter")
class CounterController {

    private final Counter counter;

    CounterController(@Whereis("counter") Counter counter) {
        this.counter = counter;
    }

    @GetMapping
    long get() {
        return counter.get();
    }

    /// @return the value afterwards: messages from one sender to one process keep their order
    @PostMapping
    long add(@RequestParam("add") long n) {
        counter.add(n);
        return counter.get();
    }

    /// For the moment between the loss of a counter and the start of the next one. The exception says what happened.
    @ExceptionHandler
    ProblemDetail lost(CallFailedException failure) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage());
    }
}
