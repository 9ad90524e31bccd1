"""Writes optimizers.json: ten steps of every optimizer on one small net, and schedules of the learning rate.

The net is dense(3 -> 4, tanh), dense(4 -> 1); the loss is the mean squared error over the whole batch of 8 rows.
"""
import math

import torch

from reference import draw, generator, leaf, main, tensor, tensors

STEPS, SCHEDULE_STEPS = 10, 20
SHAPES = {"dense1.weight": (3, 4), "dense1.bias": (4,), "dense2.weight": (4, 1), "dense2.bias": (1,)}
ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}


def data():
    rng = generator("optimizers")
    x = draw(rng, (8, 3))
    y = (torch.sin(x[:, :1]) + 0.5 * x[:, 1:2] * x[:, 2:]).round(decimals=3)
    return x, y, {name: draw(rng, shape, 0.0, 0.6) for name, shape in SHAPES.items()}


def loss_of(x, y, p):
    hidden = torch.tanh(x @ p["dense1.weight"] + p["dense1.bias"])
    return ((hidden @ p["dense2.weight"] + p["dense2.bias"] - y) ** 2).mean()


def run(name, kind, options, optimizer, clip=None):
    """optimizer: parameters -> torch optimizer; clip: parameters -> None, changes the gradients before the step."""
    x, y, initial = data()
    p = {key: leaf(value) for key, value in initial.items()}
    rule, losses = optimizer(list(p.values())), []
    for _ in range(STEPS):
        rule.zero_grad()
        loss = loss_of(x, y, p)
        loss.backward()
        losses.append(loss.item())
        if clip:
            clip(list(p.values()))
        rule.step()
    return {"name": name, "kind": kind, "options": options, "losses": losses, "finalLoss": loss_of(x, y, p).item(), "after": tensors(p)}


def sgd_cases():
    def sgd(name, clip=None, **o):
        options = {"learningRate": 0.1, "momentum": 0.9, "nesterov": False, **o}
        torch_sgd = lambda p: torch.optim.SGD(p, options["learningRate"], options["momentum"], nesterov=options["nesterov"])
        return run(name, "sgd", options, torch_sgd, clip)

    yield run("gradientDescent", "gradientDescent", {"learningRate": 0.1}, lambda p: torch.optim.SGD(p, 0.1))
    yield sgd("sgdMomentum")
    yield sgd("sgdNesterov", nesterov=True)
    # torch divides by (norm + 1e-6) and never scales up: the factor is min(1, maximum / (norm + 1e-6))
    yield sgd("sgdClippedByNorm", lambda p: torch.nn.utils.clip_grad_norm_(p, 0.1), momentum=0.0, clipNorm=0.1, clipEpsilon=1e-6)
    yield sgd("sgdMomentumClippedByNorm", lambda p: torch.nn.utils.clip_grad_norm_(p, 0.1), clipNorm=0.1, clipEpsilon=1e-6)
    yield sgd("sgdClippedByValue", lambda p: torch.nn.utils.clip_grad_value_(p, 0.05), momentum=0.0, clipValue=0.05)


def adaptive_cases():
    yield run("adagrad", "adagrad", {"learningRate": 0.1, "epsilon": 1e-10}, lambda p: torch.optim.Adagrad(p, 0.1))
    for name, momentum, centered in (("rmsProp", 0.0, False), ("rmsPropMomentum", 0.9, False), ("rmsPropCentered", 0.0, True)):
        options = {"learningRate": 0.01, "alpha": 0.99, "epsilon": 1e-8, "momentum": momentum, "centered": centered}
        yield run(name, "rmsProp", options, lambda p: torch.optim.RMSprop(p, 0.01, momentum=momentum, centered=centered))
    yield run("adam", "adam", {"learningRate": 0.01, **ADAM}, lambda p: torch.optim.Adam(p, 0.01))
    yield run("adamBeta95", "adam", {"learningRate": 0.04, **ADAM, "beta2": 0.95}, lambda p: torch.optim.Adam(p, 0.04, (0.9, 0.95)))
    yield run("adamL2", "adam", {"learningRate": 0.01, **ADAM, "l2": 0.01}, lambda p: torch.optim.Adam(p, 0.01, weight_decay=0.01))
    options = {"learningRate": 0.01, **ADAM, "weightDecay": 0.01}  # decoupled, on all parameters, biases too
    yield run("adamW", "adamW", options, lambda p: torch.optim.AdamW(p, 0.01, weight_decay=0.01))
    options = {"learningRate": 0.01, **ADAM, "momentumDecay": 4e-3}
    # foreach: 1.13's one-tensor path multiplies the momentum into the next product twice, later versions and the paper do not.
    yield run("nadam", "nadam", options, lambda p: torch.optim.NAdam(p, 0.01, momentum_decay=4e-3, foreach=True))


def lbfgs_rule(parameters, iterations):
    # tolerances far below what is compared, so that only the iterations end the search
    return torch.optim.LBFGS(parameters, 1.0, iterations, 10 * iterations, 1e-14, 1e-16, 10, "strong_wolfe")


def lbfgs_case():
    """Line searches differ in their details: compare where they arrive, not how."""
    x, y, initial = data()
    p = {key: leaf(value) for key, value in initial.items()}
    rule = lbfgs_rule(list(p.values()), 20)

    def closure():
        rule.zero_grad()
        loss = loss_of(x, y, p)
        loss.backward()
        return loss

    losses = [loss_of(x, y, p).item()]
    rule.step(closure)
    options = {"learningRate": 1.0, "history": 10, "iterations": 20, "lineSearch": "strongWolfe"}
    return {"name": "lbfgs", "kind": "lbfgs", "options": options, "losses": losses, "finalLoss": loss_of(x, y, p).item()}


def quadratic_case():
    """f(x) = x'Ax / 2 - b'x with A positive definite: the minimum is at A^-1 b, whatever the optimizer."""
    rng = generator("quadratic")
    root, b = draw(rng, (4, 4)), draw(rng, (4,))
    a, start = (root @ root.t() + 0.5 * torch.eye(4)).round(decimals=3), torch.zeros(4)
    minimiser = torch.linalg.solve(a, b)
    x = leaf(start)
    rule = lbfgs_rule([x], 50)

    def closure():
        rule.zero_grad()
        loss = x @ a @ x / 2 - b @ x
        loss.backward()
        return loss

    rule.step(closure)
    if (x - minimiser).abs().max() > 1e-7:
        raise ValueError("torch did not find the closed form")
    case = {"name": "quadratic", "kind": "lbfgs", "options": {"history": 10, "iterations": 50, "lineSearch": "strongWolfe"}}
    case.update({"a": tensor(a), "b": tensor(b), "start": tensor(start), "minimiser": tensor(minimiser)})
    return {**case, "minimum": (-b @ minimiser / 2).item()}


def rates(schedule, learning_rate):
    """The rate that each step uses."""
    optimizer = torch.optim.SGD([leaf(torch.zeros(1))], learning_rate)
    scheduler, result = schedule(optimizer), []
    for _ in range(SCHEDULE_STEPS):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(result) < SCHEDULE_STEPS:  # one-cycle refuses a step past its end
            scheduler.step()
    return result


def schedule_cases():
    lr = torch.optim.lr_scheduler

    def case(name, values, **options):
        return {"name": name, "options": {**options, "steps": SCHEDULE_STEPS}, "rates": values}

    yield case("stepDecay", rates(lambda o: lr.StepLR(o, 5, 0.5), 0.1), learningRate=0.1, every=5, factor=0.5)
    yield case("cosine", rates(lambda o: lr.CosineAnnealingLR(o, SCHEDULE_STEPS), 0.1), learningRate=0.1, minimum=0.0)
    yield case("cosineMinimum", rates(lambda o: lr.CosineAnnealingLR(o, SCHEDULE_STEPS, 0.01), 0.1), learningRate=0.1, minimum=0.01)
    yield case("oneCycle", rates(lambda o: lr.OneCycleLR(o, 0.1, SCHEDULE_STEPS), 0.1),
               maximum=0.1, warmUpShare=0.3, divideStart=25.0, divideEnd=1e4)
    yield case("linearWarmUp", rates(lambda o: lr.LinearLR(o, 0.1, 1.0, 5), 0.1), learningRate=0.1, startFactor=0.1, warmUpSteps=5)
    # factors of RealMLP at t = step / steps
    times = [step / SCHEDULE_STEPS for step in range(SCHEDULE_STEPS)]
    yield case("coslog4", [0.5 * (1 - math.cos(2 * math.pi * math.log2(1 + 15 * t))) for t in times])
    yield case("flatCos", [1.0 if t < 0.5 else 0.5 * (1 + math.cos(math.pi * (2 * t - 1))) for t in times])


def build():
    x, y, initial = data()
    problem = {"layers": ["dense(3 -> 4, tanh)", "dense(4 -> 1)"], "loss": "squaredError", "input": tensor(x), "target": tensor(y)}
    cases = [*sgd_cases(), *adaptive_cases(), lbfgs_case(), quadratic_case()]
    return {"problem": {**problem, "parameters": tensors(initial)}, "cases": cases, "schedules": list(schedule_cases())}


if __name__ == "__main__":
    main("optimizers.json", build)
