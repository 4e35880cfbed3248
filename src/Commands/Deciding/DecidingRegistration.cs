using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace EventSourced.Commands.Deciding;

/// <summary>Deciders in a host.</summary>
internal static class DecidingRegistration
{
    /// <summary>Adds the services that load states and run imports. May be called several times.</summary>
    public static IServiceCollection AddDeciding(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StateReader>();
        services.TryAddSingleton<StateCache>();
        services.TryAddScoped<CommandStates>();
        services.TryAddSingleton(typeof(FileImports<>));
        services.TryAddSingleton<ITableHints>(s => new TableHints(s.GetRequiredService<NpgsqlDataSource>()));
        return services;
    }

    /// <summary>The handler for a decider's contract: its service type, its implementation, and the command; null when the contract is no decider's.</summary>
    public static (Type Contract, Type Handler, Type Command)? HandlerOf(Type contract, Type type)
    {
        var definition = contract.GetGenericTypeDefinition();
        var handler = definition == typeof(IDecider<,>) ? typeof(DecidingHandler<,,>) : definition == typeof(IJointDecider<,>) ? typeof(JointDecidingHandler<,,>) : null;
        if (handler is null) return null;
        var command = contract.GenericTypeArguments[1];
        return (typeof(IRequestHandler<,>).MakeGenericType(typeof(Handle<>).MakeGenericType(command), typeof(CommandResult)),
            handler.MakeGenericType(type, contract.GenericTypeArguments[0], command), command);
    }
}
