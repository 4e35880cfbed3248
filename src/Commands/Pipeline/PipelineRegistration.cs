using System.Reflection;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventSourced.Commands.Pipeline;

/// <summary>The command pipeline in a host.</summary>
public static class PipelineRegistration
{
    /// <summary>
    /// Adds <see cref="CommandDispatcher"/> with the deciders (<see cref="IDecider{TState,TCommand}"/>), handlers
    /// (<c>IRequestHandler&lt;Handle&lt;T&gt;, CommandResult&gt;</c>) and validators of the given assemblies. Needs <c>AddEventStore</c> and the services of the handlers.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="assemblies">The assemblies to scan; none for this one.</param>
    public static IServiceCollection AddCommandPipeline(this IServiceCollection services, params IReadOnlyCollection<Assembly> assemblies)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ModuleCatalog.Of(services).Commands);
        services.TryAddSingleton<StoredOutcomes>();
        services.TryAddSingleton(p => new CommandDispatcher(p.GetRequiredService<IServiceScopeFactory>(), p.GetRequiredService<CommandCatalog>(),
            p.GetRequiredService<CommandLedger>(), p.GetRequiredService<StoredOutcomes>(), p.GetRequiredService<PersonalData>(), p.GetRequiredService<TimeProvider>()));
        services.TryAddTransient<ServiceFactory>(p => p.GetRequiredService);
        services.TryAddTransient<IMediator, Mediator>();

        services.AddDeciding();
        foreach (var (contract, type) in ContractsOf(assemblies))
        {
            if (contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) && CommandOf(contract) is { } command) AddHandler(services, contract, type, command);
            if (DecidingRegistration.HandlerOf(contract, type) is var (handles, handler, decided)) AddHandler(services, handles, handler, decided);
        }
        return services.AddCommandValidators(assemblies);
    }

    /// <summary>Adds only the validators of commands, for a host that accepts commands but does not run them. May be called several times in one host.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="assemblies">The assemblies to scan; none for this one.</param>
    public static IServiceCollection AddCommandValidators(this IServiceCollection services, params IReadOnlyCollection<Assembly> assemblies)
    {
        foreach (var (contract, type) in ContractsOf(assemblies))
            if (contract.GetGenericTypeDefinition() == typeof(IValidator<>) && contract.GenericTypeArguments[0].IsAssignableTo(typeof(ICommand)))
                services.TryAddEnumerable(ServiceDescriptor.Singleton(contract, type));
        return services;
    }

    private static IEnumerable<(Type Contract, Type Type)> ContractsOf(IReadOnlyCollection<Assembly> assemblies) =>
        (assemblies.Count == 0 ? [typeof(PipelineRegistration).Assembly] : assemblies)
            .SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false })
            .SelectMany(t => t.GetInterfaces().Where(i => i.IsGenericType), (type, contract) => (contract, type));

    private static Type? CommandOf(Type handler) =>
        handler.GenericTypeArguments is [{ IsGenericType: true } request, var result]
        && request.GetGenericTypeDefinition() == typeof(Handle<>) && result == typeof(CommandResult)
            ? request.GenericTypeArguments[0]
            : null;

    private static void AddHandler(IServiceCollection services, Type contract, Type handler, Type command)
    {
        if (services.FirstOrDefault(s => s.ServiceType == contract)?.ImplementationType is { } other)
        {
            if (other == handler) return;
            throw new InvalidOperationException($"{command.Name} has two handlers: {other} and {handler}. A command has one.");
        }
        services.AddTransient(contract, handler);
        var behavior = typeof(IPipelineBehavior<,>).MakeGenericType(contract.GenericTypeArguments);
        Type[] inOrder = [typeof(TracingBehavior<>), typeof(AuthorizationBehavior<>), typeof(IdempotencyBehavior<>), typeof(ValidationBehavior<>), typeof(ConcurrencyRetryBehavior<>)];
        foreach (var step in inOrder)
            services.AddTransient(behavior, step.MakeGenericType(command));
    }
}
